"""The ids of a filter by an attribute: a page may have one for each kind of data set."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """The ids of a filter by an attribute, all beginning with `name`.

    CHOSEN (store): what is asked for, as texts: `{"where": "region", "is": "North"}`, or "from" and
    "to". `field` holds the controls, hidden where there is nothing to filter by; `empty` says that
    nothing matches, and `clear` is its button.
    """

    name: str

    @property
    def chosen(self) -> str:
        """The store of what is asked for."""
        return f"{self.name}-chosen"

    @property
    def field(self) -> str:
        """Around all controls."""
        return f"{self.name}-field"

    @property
    def where(self) -> str:
        """The choice of an attribute."""
        return f"{self.name}-where"

    @property
    def level(self) -> str:
        """The choice of a value."""
        return f"{self.name}-level"

    @property
    def level_field(self) -> str:
        """Around that choice: hidden unless the attribute has values to choose from."""
        return f"{self.name}-level-field"

    @property
    def low(self) -> str:
        """The lower end of a range."""
        return f"{self.name}-low"

    @property
    def high(self) -> str:
        """The upper end of a range."""
        return f"{self.name}-high"

    @property
    def range_field(self) -> str:
        """Around both ends: hidden unless the attribute is a number."""
        return f"{self.name}-range-field"

    @property
    def note(self) -> str:
        """What could not be understood."""
        return f"{self.name}-note"

    @property
    def chip(self) -> str:
        """The filter that holds."""
        return f"{self.name}-chip"

    @property
    def chip_field(self) -> str:
        """Around the chip and its button."""
        return f"{self.name}-chip-field"

    @property
    def remove(self) -> str:
        """The chip's button."""
        return f"{self.name}-remove"

    @property
    def empty(self) -> str:
        """What is shown while nothing matches."""
        return f"{self.name}-empty"

    @property
    def empty_text(self) -> str:
        """The sentence of it."""
        return f"{self.name}-empty-text"

    @property
    def clear(self) -> str:
        """The button of it."""
        return f"{self.name}-clear"
