"""The groups that a customer belongs to: one line each, explained on hover and focus."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from layouts.parts.components import chip, explanation


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A group of a customer: of which grouping, its rule or description in words, and its size.

    `code` is the customer's code under a scheme; empty for a cluster.
    """

    title: str
    group: str
    explained: str
    colour: str
    size: int = 0
    code: str = ""


def membership_list(memberships: Sequence[Membership], *, is_told: bool = False) -> html.Ul:
    """Return the groups, each with its colour and code; what explains it on demand, or at once."""
    return html.Ul([_line(each, is_told) for each in memberships], className="memberships")


def _line(membership: Membership, is_told: bool) -> html.Li:
    code = f"code {membership.code}" if membership.code else ""
    explained = (
        html.Span(membership.explained, className="rule")
        if is_told
        else explanation(membership.group, membership.explained)
    )
    return html.Li(
        [
            html.Span(membership.title, className="label"),
            chip(membership.group, membership.colour, code),
            explained,
        ]
    )
