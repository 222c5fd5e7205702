"""What every test may ask for."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real logs beside the project, or skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("The real logs are not beside this checkout (../shared/data).")
    return folder
