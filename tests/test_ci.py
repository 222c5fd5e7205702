"""The floor of coverage: all of rfm less what is excused with a reason, most of the rest."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parent.parent / ".ci" / "covered.py"


@pytest.fixture(scope="module")
def covered():
    spec = importlib.util.spec_from_file_location("covered", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path):
    (tmp_path / "rfm").mkdir()
    code = "def read():\n    try:\n        open()\n    except OSError:\n        close()\n"
    (tmp_path / "rfm" / "a.py").write_text(code)
    return tmp_path


def report(visited: int = 9, missing_lines: tuple[int, ...] = (4, 5)):
    summary = {"covered_lines": visited, "covered_branches": 0}
    summary |= {"num_statements": 10, "num_branches": 0}
    rest = {"summary": summary, "missing_lines": [], "missing_branches": []}
    own = {**rest, "missing_lines": list(missing_lines), "missing_branches": [[3, 5]]}
    return {"files": {"rfm/a.py": own, "server/b.py": rest}}


def test_each_line_and_branch_of_rfm_is_visited_or_excused_with_what_is_below_it(covered, project):
    assert len(covered.faults(report(), {}, project)) == 3
    excuses = covered.read_excuses("# why\nrfm/a.py | except OSError: | a disk that fails\n")
    assert covered.faults(report(), excuses, project) == [
        "rfm/a.py | open() | (line 3 is not visited)"
    ]


def test_a_tenth_of_the_rest_may_be_left(covered, project):
    excuses = {"rfm/a.py": {"def read():"}}
    assert covered.faults(report(9), excuses, project) == []
    assert "80.0% of what is not in rfm" in covered.faults(report(8), excuses, project)[0]


def test_an_excuse_needs_a_reason(covered):
    with pytest.raises(ValueError, match="not enough values"):
        covered.read_excuses("rfm/a.py | open()")
    assert covered.read_excuses(PATH.with_name("excuses.txt").read_text()) is not None
