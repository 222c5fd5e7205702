"""The ids of the page Playbook."""

from typing import Any, Final


class Playbook:
    """The page Playbook; each group's card has parts of its own."""

    ADDRESS: Final = "playbook-address"
    CHOICE: Final = "playbook-choice"
    SENTENCE: Final = "playbook-sentence"
    NOTICE: Final = "playbook-notice"
    CARDS: Final = "playbook-cards"

    @staticmethod
    def part(name: str, group: Any) -> dict[str, Any]:
        """Return the id of a part of a group's card: a text's name, "save", "message" and so on."""
        return {"kind": f"playbook-{name}", "group": group}
