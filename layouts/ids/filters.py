"""The ids of a filter by an attribute: a page may have one for each kind of data set."""

from dataclasses import dataclass

from layouts.ids.part import Part


@dataclass(frozen=True)
class Filter:
    """The ids of a filter by an attribute, all beginning with `name`.

    CHOSEN (store): what is asked for, as texts: `{"where": "region", "is": "North"}`, or "from" and
    "to". `field` holds the controls, hidden where there is nothing to filter by; `empty` says that
    nothing matches, and `clear` is its button.
    """

    name: str

    chosen = Part("The store of what is asked for.")
    field = Part("Around all controls.")
    where = Part("The choice of an attribute.")
    level = Part("The choice of a value.")
    level_field = Part("Around that choice: hidden unless the attribute has values to choose from.")
    low = Part("The lower end of a range.")
    high = Part("The upper end of a range.")
    range_field = Part("Around both ends: hidden unless the attribute is a number.")
    note = Part("What could not be understood.")
    chip = Part("The filter that holds.")
    chip_field = Part("Around the chip and its button.")
    remove = Part("The chip's button.")
    empty = Part("What is shown while nothing matches.")
    empty_text = Part("The sentence of it.")
    clear = Part("The button of it.")
