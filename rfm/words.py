"""Numbers as they stand in the sentences of the analysis."""


def percent(share: float, digits: int = 0) -> str:
    """Return a share of 1 as a percentage, such as "12.3 %"."""
    return f"{100 * share:.{digits}f} %"


def number(value: float) -> str:
    """Return a number as it stands in a sentence, such as "1,234", "56.78" or "0.0312"."""
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"
