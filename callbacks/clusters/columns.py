"""The columns of a snapshot and the pipeline that used them, as the page draws them."""

from typing import TYPE_CHECKING, Any, Final

from layouts.clusters.pipeline import ColumnShown, StepShown, pipeline

if TYPE_CHECKING:
    from rfm.snapshot.studies import Columns
    from rfm.table.attribute import Step

# In the order in which they matter to a reader.
FOUND: Final = {
    "duplicate": "Repeated rows and columns",
    "identifier": "Identifiers",
    "constant": "The same for everybody",
    "missing": "Missing values",
    "range": "Values out of range",
    "type": "Odd values",
}
KINDS: Final = {"yes-no": "yes or no", "constant": "one value"}


def pipeline_of(columns: "Columns") -> Any:
    """Return findings, columns and steps."""
    kinds = list(dict.fromkeys([*FOUND, *(each.kind for each in columns.findings)]))
    findings = [
        (
            FOUND.get(kind, kind.capitalize()),
            [each.sentence for each in columns.findings if each.kind == kind],
        )
        for kind in kinds
    ]
    shown = [
        ColumnShown(
            label=each.label or each.name,
            name=each.name,
            kind=KINDS.get(each.kind, each.kind),
            is_used=each.is_feature,
            missing=each.missing,
            reason=each.reason,
        )
        for each in columns.attributes
    ]
    return pipeline(
        [(title, told) for title, told in findings if told], shown, [*map(_step, columns.steps)]
    )


def _step(step: "Step") -> StepShown:
    others = tuple(option for option in step.options if option != step.choice)
    example = others[0] if others else "CHOICE"
    return StepShown(
        title=step.title,
        choice=step.choice,
        reason=step.reason,
        details=step.details,
        others=others,
        change=f"--step {step.setting}={example}" if step.setting else "",
    )
