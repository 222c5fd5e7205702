"""Every customer's segment under each scheme, and which scheme is shown when nobody chose one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rfm import schema
from rfm.segments import FittedScheme, fit_scheme, load_scheme
from rfm.segments.risk import risks_of
from rfm.segments.truth import MISNAMED_FROM, Untrue, facts_of, misnamed_share, untrue_names
from rfm.settings import AUTO_SCHEME, Settings
from rfm.words import rough_percent

if TYPE_CHECKING:
    from rfm.lifetime import LookAhead
    from rfm.segments.known import KnownSchemes

UntrueNames = Mapping[str, Mapping[str, Untrue]]


@dataclass(frozen=True, kw_only=True)
class Named:
    """Customers with their segments.

    Parameters
    ----------
    customers : DataFrame
        With scores, code and segment of the first scheme, code and segment under each, and what is
        expected of each customer.
    schemes : tuple of FittedScheme
        The one in use first.
    untrue : mapping
        By scheme and segment: the names that are false of most who bear them.
    reason : str
        Why another scheme than usual is in use; empty where it is the usual or the chosen one.
    """

    customers: pd.DataFrame
    schemes: tuple[FittedScheme, ...]
    untrue: UntrueNames
    reason: str


@dataclass(frozen=True)
class Scored:
    """A scheme with the scores, code and segment of every customer under it."""

    fitted: FittedScheme
    segments: pd.DataFrame

    @property
    def name(self) -> str:
        """The scheme's."""
        return self.fitted.scheme.name


def score_customers(
    customers: pd.DataFrame, settings: Settings, before: "KnownSchemes | None" = None
) -> tuple[Scored, ...]:
    """Return the segments of customers under the chosen scheme and under each shipped one.

    Parameters
    ----------
    customers : DataFrame
        One row per customer.
    settings : Settings
        The scheme, and what is counted.
    before : KnownSchemes, optional
        Those of the last analysis, whose points go on where they are learned once.

    Raises
    ------
    SchemeError
        When the chosen scheme cannot be read or has a fault.
    """
    fitted = _fit(settings, customers, before)
    return tuple(Scored(each, each.assign(customers)) for each in fitted)


def name_customers(
    customers: pd.DataFrame,
    scored: Sequence[Scored],
    settings: Settings,
    ahead: "LookAhead | None" = None,
) -> Named:
    """Return the customers with their segments, those of the scheme in use first.

    Parameters
    ----------
    customers : DataFrame
        One row per customer.
    scored : sequence of Scored
        Their segments under each scheme.
    settings : Settings
        The scheme.
    ahead : LookAhead, optional
        What is expected of each customer.
    """
    fitted = [each.fitted for each in scored]
    known, horizon = customers, None
    if ahead is not None:
        known, horizon = customers.join(ahead.outlook.table), ahead.lifetime.horizon_days
        known[schema.RISK] = risks_of(known, horizon)
    facts = facts_of(known, horizon)
    untrue = {
        each.name: untrue_names(each.fitted.scheme, each.segments[schema.SEGMENT], facts)
        for each in scored
    }
    first, reason = scored[0].name, ""
    if settings.scheme == AUTO_SCHEME:
        first, reason = _choose(fitted, untrue, len(customers))
    ordered = sorted(scored, key=lambda each: each.name != first)
    return Named(
        customers=known.assign(**_columns(ordered)),
        schemes=tuple(each.fitted for each in ordered),
        untrue=untrue,
        reason=reason,
    )


def _fit(
    settings: Settings, customers: pd.DataFrame, before: "KnownSchemes | None"
) -> list[FittedScheme]:
    """Return the chosen scheme and every shipped one, each with the cut points of the base.

    Points that are learned once are those of the schemes `before`.
    """
    chosen = schema.GRID if settings.scheme == AUTO_SCHEME else settings.scheme
    schemes = map(load_scheme, dict.fromkeys([chosen, *schema.SHIPPED_SCHEMES]))
    return [
        fit_scheme(scheme, customers, before.fitted(scheme.name, settings) if before else None)
        for scheme in schemes
    ]


def _choose(fitted: Sequence[FittedScheme], untrue: UntrueNames, customers: int) -> tuple[str, str]:
    """Return the scheme whose names can be told, and why where it is not the usual one."""
    shares = {name: misnamed_share(found, customers) for name, found in untrue.items()}
    usual, other = schema.GRID, schema.RHYTHM
    if shares[usual] < MISNAMED_FROM or shares[other] >= shares[usual]:
        return usual, ""
    titles = {each.scheme.name: each.scheme.title for each in fitted}
    worst = max(untrue[usual], key=lambda name: untrue[usual][name].customers)
    return other, (
        f"Segments are those of '{titles[other]}': under '{titles[usual]}' "
        f"{rough_percent(shares[usual])} of the customers would have a name that is false of most "
        f"who bear it, such as {worst}. {untrue[usual][worst].sentence}"
    )


def _columns(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return code and segment under each scheme, after the scores of the first."""
    columns: dict[str, Any] = dict(scored[0].segments)
    for each in scored:
        columns[schema.code_column(each.name)] = each.segments[schema.RFM_CODE]
        columns[schema.group_column(each.name)] = each.segments[schema.SEGMENT]
    return columns
