"""Numbers as they stand in the sentences of the analysis."""


def percent(share: float, digits: int = 0) -> str:
    """Return a share of 1 as a percentage, such as "12.3 %"."""
    return f"{100 * share:.{digits}f} %"
