"""The ways to group customers, and the groups that one of them belongs to, a line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html

from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import aria, chip, explanation
from rfm import schema

# That of a data set: the first of its groupings.
DEFAULT_SCHEME: Final = NOT_CHOSEN
_TITLES: Final[Mapping[str, str]] = {
    schema.CLUSTERS: "Clusters",
    schema.GRID: "Grid: eleven segments",
    schema.REPORT: "Report: six segments",
    schema.THREE_TIER: "Three tiers: six segments",
    schema.RHYTHM: "Shop's rhythm: nine segments",
}


def grouping_title(name: str) -> str:
    """Return the name of a scheme, or of the clusters, for people."""
    return _TITLES.get(name, name)


def grouping_options(
    groupings: Sequence[str], asked: object = DEFAULT_SCHEME
) -> list[dict[str, str]]:
    """Return the groupings of a data set to choose from.

    The first is the default, unless it is asked for by its name.
    """
    return [
        {
            "value": DEFAULT_SCHEME if place == 0 and asked != each else each,
            "label": grouping_title(each),
        }
        for place, each in enumerate(groupings)
    ]


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A group of a customer: of which grouping, its rule or description in words, and its size.

    `code` is the customer's code under a scheme; empty for a cluster. `warning` says what of the
    name is false of most who bear it; mostly empty.
    """

    title: str
    group: str
    explained: str
    colour: str
    size: int = 0
    code: str = ""
    warning: str = ""


def membership_list(memberships: Sequence[Membership], *, is_explained: bool = False) -> html.Ul:
    """Return the groups, each with its colour and code; what explains it on demand, or at once."""
    return html.Ul([_line(each, is_explained) for each in memberships], className="memberships")


def _line(membership: Membership, is_explained: bool) -> html.Li:
    code = f"code {membership.code}" if membership.code else ""
    explained = (
        html.Span(membership.explained, className="rule")
        if is_explained
        else explanation(membership.group, membership.explained)
    )
    warning = [false_name(membership.warning)] if membership.warning else []
    return html.Li(
        [
            html.Span(membership.title, className="label"),
            chip(membership.group, membership.colour, code),
            explained,
            *warning,
        ]
    )


def false_name(warning: str) -> html.Span:
    """Return what of a name is false of most who bear it, to stand below the name."""
    mark = html.Span("!", className="icon", **aria(hidden="true"))
    return html.Span([mark, html.Span(warning)], className="false-name")
