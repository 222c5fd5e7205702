"""What a scheme may not do: leave a customer unnamed, or have a name that nobody can get.

A scheme over codes is checked by listing every code. A scheme over values is checked on one
customer for every cell that its limits cut the values into, which is as good as all customers.
"""

import itertools
import math
from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.segments.conditions import LOWEST, WHOLE_NUMBERS
from rfm.segments.scheme import Scheme, SegmentRule
from rfm.words import quoted

_MOST_CELLS: Final = 2_000_000
_FEW: Final = 10


def lint(scheme: Scheme) -> list[str]:
    """Return a sentence for every fault of the scheme; none when it names everyone exactly once."""
    faults = _lint_names(scheme)
    if faults:
        return faults
    if scheme.uses_conditions:
        return _lint_conditions(scheme)
    return _lint_overlaps(scheme) + _lint_codes(scheme)


def _lint_names(scheme: Scheme) -> list[str]:
    faults, seen = [], {scheme.otherwise.casefold()} - {""}
    for rule in scheme.rules:
        if rule.name.casefold() in seen:
            faults.append(f"{rule.where}: the name '{rule.name}' is given twice: keep one of them.")
        seen.add(rule.name.casefold())
    return faults


def _lint_overlaps(scheme: Scheme) -> list[str]:
    if not scheme.is_partition:
        return []
    faults, owners = [], dict[str, str]()
    for rule in scheme.rules:
        for code in scheme.codes_of(rule):
            if code in owners:
                faults.append(
                    f"{rule.where}: code {code} of '{rule.name}' is already a code of "
                    f"'{owners[code]}', but the scheme says 'partition: yes'."
                )
            owners.setdefault(code, rule.name)
    return faults


def _lint_codes(scheme: Scheme) -> list[str]:
    named = scheme.segment_of_code
    faults = [
        _unreachable(scheme, rule) for rule in scheme.rules if rule.name not in named.values()
    ]
    if scheme.otherwise and scheme.otherwise not in named.values():
        faults.append(_otherwise_unreachable(scheme))
    holes = [code for code in scheme.codes if code not in named]
    if holes:
        listed = ", ".join(holes[:_FEW]) + (", ..." if len(holes) > _FEW else "")
        faults.append(
            f"{scheme.where}: {len(holes)} of {len(scheme.codes)} codes have no segment: {listed}. "
            "Give them one, or add 'otherwise'."
        )
    return faults


def _unreachable(scheme: Scheme, rule: SegmentRule) -> str:
    takers = Counter(
        scheme.segment_of_code[code]
        for code in scheme.codes_of(rule)
        if code in scheme.segment_of_code
    )
    if not takers:
        return f"{rule.where}: '{rule.name}' has no codes, so nobody can be in it."
    names = quoted(list(takers))
    return (
        f"{rule.where}: nobody can be in '{rule.name}', since all its codes are taken by earlier "
        f"segments ({names}): move it up, or leave it out."
    )


def _otherwise_unreachable(scheme: Scheme) -> str:
    return (
        f"{scheme.where}: nobody can be in '{scheme.otherwise}', since the other segments take "
        "everyone: leave 'otherwise' out."
    )


def _lint_conditions(scheme: Scheme) -> list[str]:
    columns = list(dict.fromkeys(name for rule in scheme.rules for name, _ in rule.when))
    marks = [_marks(scheme, column) for column in columns]
    if math.prod(len(values) for values in marks) > _MOST_CELLS:
        return [f"{scheme.where}: there are too many different limits to check: use fewer."]
    meshes = np.meshgrid(*marks, indexing="ij")
    cells = {name: mesh.ravel() for name, mesh in zip(columns, meshes, strict=True)}
    possible = _possible(cells)
    cells = {name: values[possible] for name, values in cells.items()}
    left = np.ones(len(next(iter(cells.values()))), dtype=bool)
    faults = []
    for rule in scheme.rules:
        matched = left.copy()
        for column, interval in rule.conditions:
            matched &= interval.contains(cells[column])
        if not matched.any():
            faults.append(
                f"{rule.where}: nobody can be in '{rule.name}', since no possible customer that "
                "earlier segments leave fulfils it: move it up, or change its limits."
            )
        left &= ~matched
    if scheme.otherwise and not left.any():
        faults.append(_otherwise_unreachable(scheme))
    if not scheme.otherwise and left.any():
        first = int(np.argmax(left))
        example = ", ".join(f"{name} {values[first]:g}" for name, values in cells.items())
        faults.append(
            f"{scheme.where}: some customers have no segment, for example one with {example}: "
            "widen a segment, or add 'otherwise'."
        )
    return faults


def _marks(scheme: Scheme, column: str) -> NDArray[np.float64]:
    """Return one value of every stretch between the limits that the scheme sets on a column."""
    intervals = [
        interval for rule in scheme.rules for name, interval in rule.conditions if name == column
    ]
    ends = itertools.chain.from_iterable((each.low, each.high) for each in intervals)
    limits = np.unique([end for end in ends if math.isfinite(end)])
    if column in WHOLE_NUMBERS:
        # The first whole number of every stretch; `_possible` relies on its being the first.
        starts = np.concatenate([[LOWEST[column]], np.ceil(limits), np.floor(limits) + 1])
        return np.unique(starts[starts >= LOWEST[column]])
    between = (limits[1:] + limits[:-1]) / 2
    return np.unique(np.concatenate([limits, between, [limits[0] - 1, limits[-1] + 1]]))


def _possible(cells: dict[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Return which cells can hold a customer: none was last seen before they were first seen."""
    size = len(next(iter(cells.values())))
    if not {schema.RECENCY_DAYS, schema.TENURE_DAYS} <= set(cells):
        return np.ones(size, dtype=bool)
    tenures = np.unique(cells[schema.TENURE_DAYS])
    nexts = np.append(tenures[1:] - 1, np.inf)
    longest = nexts[np.searchsorted(tenures, cells[schema.TENURE_DAYS])]
    return np.asarray(cells[schema.RECENCY_DAYS] <= longest)
