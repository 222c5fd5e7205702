"""`python -m rfm analyse`: a log, or a customer table, becomes a published snapshot."""

import argparse
import gc
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm import schema, words
from rfm.commands.chosen import clustering_settings, log_settings, with_choices
from rfm.commands.keeping import about, clusters_before, keeping, times_kept
from rfm.commands.kinds import kind_of
from rfm.commands.schemes import schemes_before
from rfm.samples.catalogue import sample_folders
from rfm.settings import Settings
from rfm.words import counted

if TYPE_CHECKING:
    from rfm.analysis.log import Analysis
    from rfm.analysis.table import TableAnalysis
    from rfm.lifetime.lifetime import Quarter

# Of seven million new objects the old ones are looked through once.
SELDOM: Final = 1_000
_ENDS: Final = ("mean", "low", "high")
_SETTINGS: Final = frozenset(field.name for field in fields(Settings))


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Analyse a log or a customer table, publish its snapshot, and yield what to say of it.

    Raises
    ------
    RfmError
        When the source cannot be used, or the snapshot not be written.
    """
    from rfm.snapshot.publishing import ensure_free, ensure_writable

    chosen = with_choices(chosen)
    ensure_free(chosen.out.absolute())
    ensure_writable(chosen.out)
    with _seldom_collecting(), times_kept(chosen):
        is_table = kind_of(chosen) == schema.CUSTOMER_TABLE
        yield _analyse_table(chosen) if is_table else _analyse_log(chosen)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let old garbage lie meanwhile: to look through all that was imported takes a tenth second."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)


def _analyse_log(chosen: argparse.Namespace) -> str:
    from rfm.analysis.log import STEPS, analysing
    from rfm.commands.lines import progress_lines
    from rfm.snapshot import publish

    says = about(chosen)
    with (
        progress_lines(STEPS) as progress,
        analysing(
            chosen.source,
            log_settings(chosen),
            folders=sample_folders(),
            columns=dict(chosen.column),
            more=chosen.more,
            known=clusters_before(chosen),
            before=schemes_before(chosen),
            progress=progress,
            keeping=keeping(chosen),
        ) as analysis,
    ):
        progress(len(STEPS) - 1, "")
        publish(analysis, chosen.out, says.moment, title=says.title, version=says.version)
    told = account_of(analysis) + outlook_of(analysis)
    return _summary(analysis, ("customers", "orders"), chosen.out, told)


def _analyse_table(chosen: argparse.Namespace) -> str:
    from rfm.analysis.table import TABLE_STEPS, analyse_table
    from rfm.commands.lines import progress_lines
    from rfm.snapshot import publish

    says = about(chosen)
    with progress_lines(TABLE_STEPS) as progress:
        analysis = analyse_table(
            chosen.source,
            clustering_settings(chosen),
            folders=sample_folders(),
            more=chosen.more,
            known=clusters_before(chosen),
            progress=progress,
            keeping=keeping(chosen),
        )
        progress(len(TABLE_STEPS) - 1, "")
        publish(analysis, chosen.out, says.moment, title=says.title, version=says.version)
    reason = analysis.found_clusters.reason
    why_none = f"{reason}\n" if reason else ""
    return _summary(analysis, ("customers", "attributes", "clusters"), chosen.out, why_none)


def _summary(
    analysis: "Analysis | TableAnalysis", names: Sequence[str], address: Path, caveat: str = ""
) -> str:
    figures = analysis.key_figures
    counts = ", ".join(counted(figures[name], name.removesuffix("s")) for name in names)
    return f"{analysis.source.title}: {counts}, in {address}\n{caveat}{how_to_open(address)}"


def account_of(analysis: "Analysis") -> str:
    """Return, a line each, what became of the rows of a log, how they were read and named."""
    counts = [count for count in analysis.transactions.report if count.rows]
    used = sum(count.rows for count in counts if count.kept)
    left_out = [f"{count.label} {count.rows:,}" for count in counts if not count.kept]
    rows = f"{counted(analysis.rows, 'row')}: {used:,} used"
    lines = [f"{rows}; left out: {', '.join(left_out)}" if left_out else rows]
    return "".join(f"{line}\n" for line in (*lines, *analysis.notes, *_of_names(analysis)))


def _of_names(analysis: "Analysis") -> list[str]:
    """Return why the scheme in use is not the usual one, and which of its names are false."""
    shown = analysis.segments[analysis.segments[schema.SCHEME] == analysis.schemes[0].scheme.name]
    false = shown[shown[schema.WARNING] != ""]
    warnings = zip(false[schema.GROUP], false[schema.WARNING], strict=True)
    reason = [analysis.scheme_reason] if analysis.scheme_reason else []
    return [*reason, *(f"The name {name} is false. {warning}" for name, warning in warnings)]


def outlook_of(analysis: "Analysis") -> str:
    """Return, a line each, what is expected of all customers, or why nothing is."""
    checked, currency = analysis.looked_ahead, analysis.settings.currency
    if checked.ahead is None:
        return f"{checked.no_lifetime_reason}\n"
    lifetime = checked.ahead.lifetime
    orders = lifetime.orders
    mark = ", indicative" if lifetime.certainty_of_sums == schema.INDICATIVE else ""
    revenue, value = (
        "{} (likely {} to {}{})".format(
            *(words.short_money(end, currency) for end in (sums.mean, sums.low, sums.high)), mark
        )
        for sums in (lifetime.revenue, lifetime.value)
    )
    lines = (
        f"Expected in {words.days(lifetime.horizon_days)}: {words.count(round(orders.mean))} "
        f"orders (likely {words.count(round(orders.low))} to {words.count(round(orders.high))}"
        f"{mark}) worth {revenue}",
        f"Value of all customers within {words.span(lifetime.value_days)}: {value}",
        *(_of_quarter(quarter, currency) for quarter in lifetime.quarters),
        lifetime.season,
        lifetime.horizon_reason,
        lifetime.corrections[schema.EXPECTED_REVENUE].indicative_reason,
    )
    return "".join(f"{line}\n" for line in lines if line)


def _of_quarter(quarter: "Quarter", currency: str) -> str:
    orders, mark = quarter.orders, ", indicative" if quarter.is_indicative else ""
    money = [words.short_money(getattr(quarter.revenue, end), currency) for end in _ENDS]
    counts = [words.count(round(getattr(orders, end))) for end in _ENDS]
    return (
        f"{words.date_text(quarter.begins)} to {words.date_text(quarter.ends)}: "
        f"{counts[0]} orders (likely {counts[1]} to {counts[2]}{mark}) worth {money[0]} "
        f"(likely {money[1]} to {money[2]}{mark})"
    )


def how_to_open(address: Path) -> str:
    """Return the line that says which command shows a snapshot."""
    return f"Open it: python app.py {shlex.quote(str(address))}"
