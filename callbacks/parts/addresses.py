"""The address of a page and its controls, each following the other; it works in the browser."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import Dash, Input, Output, State

from layouts.ids import Shell

# The name of a field that holds everything that no other field of the page has.
REST: Final = "*"


@dataclass(frozen=True, kw_only=True)
class AddressField:
    """A value of the address: its name there, and the property of the control that has it.

    `initial` is left out of the address; None: the control keeps its own. `known` are the values
    that there are, where they are few; `also` is another name that an address may have for it. A
    field `within` another has no value without that one; `resets` are fields that begin anew when
    this one changes. `longest` is how many letters a value has at most, where the usual is too few.
    """

    name: str
    at: tuple[str, str]
    initial: str | None = ""
    known: tuple[str, ...] = ()
    also: str = ""
    within: str = ""
    resets: tuple[str, ...] = ()
    longest: int = 0

    def as_spec(self) -> dict[str, Any]:
        """Return the field as assets/30-address.js takes it."""
        always = {"name": self.name, "at": ".".join(self.at), "initial": self.initial}
        more: dict[str, Any] = {"also": self.also, "within": self.within}
        more["resets"] = self.resets
        more |= {"known": self.known, "longest": self.longest}
        return always | {name: value for name, value in more.items() if value}


def register_address(
    app: Dash,
    location: str,
    path: str,
    fields: Sequence[AddressField],
    kept: tuple[str, Sequence[str]] | None = None,
) -> None:
    """Let the `dcc.Location` of a page and its controls follow each other.

    `kept` is a store with the names of the fields whose values it holds, as far as they have any.
    """
    spec: dict[str, Any] = {
        "at": f"{location}.search",
        "path": path,
        "fields": [field.as_spec() for field in fields],
    }
    held = [(kept[0], "data")] if kept else []
    if kept:
        spec["kept"] = list(kept[1])
    app.clientside_callback(  # type: ignore[no-untyped-call]
        f"""function (...given) {{
            return window.dash_clientside.address.follow({json.dumps(spec)}, given);
        }}""",
        Output(location, "search"),
        *[Output(*field.at) for field in fields],
        *[Output(*each) for each in held],
        Input(location, "search"),
        *[Input(*field.at) for field in fields],
        State(location, "pathname"),
        State(Shell.SHOWN, "data"),
        *[State(*each) for each in held],
    )
