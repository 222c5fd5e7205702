"""Every choice of the pipeline from a table to points, in one frozen value with its checks."""

from dataclasses import dataclass
from typing import Final, Literal

from rfm.errors import SettingsError
from rfm.settings import choices_of, ensure_choices

Imputing = Literal["typical", "missing-level"]
Skew = Literal["auto", "log", "asinh", "yeo-johnson", "none"]
Outliers = Literal["clip", "keep"]
Scaling = Literal["standard", "robust"]
Encoding = Literal["balanced", "famd", "indicators", "none"]
Reduction = Literal["auto", "none", "pca", "famd"]


@dataclass(frozen=True, kw_only=True)
class PipelineSettings:
    """How attributes become points that can be compared.

    Parameters
    ----------
    imputing : {"typical", "missing-level"}
        What stands in for a gap: the median or the most frequent level; or, for categories, a
        level of its own that says that nothing was given.
    skew : {"auto", "log", "asinh", "yeo-johnson", "none"}
        How numbers with a long tail are straightened; "auto" decides for each.
    outliers : {"clip", "keep"}
        Whether values far from all others are drawn in, so that they do not decide.
    scaling : {"standard", "robust"}
        Whether numbers are divided by their standard deviation or by a spread that ignores tails.
    encoding : {"balanced", "famd", "indicators", "none"}
        How levels become numbers: scaled as in a factor analysis of mixed data, every category
        weighing as much as one number; the same without that weight; plain 0 and 1; or not at all.
    rare_share : float
        Levels of fewer customers than this share are merged, 0 to 0.2.
    rare_customers : int
        Levels of fewer customers than this are merged.
    reduction : {"auto", "none", "pca", "famd"}
        Whether columns that say the same are drawn together.
    reduction_share : float
        How much of the variance is kept then, 0.5 to 1.
    ignore : tuple of str
        Attributes that clusters are not made of.

    Raises
    ------
    SettingsError
        When a value is not one of the above.
    """

    imputing: Imputing = "typical"
    skew: Skew = "auto"
    outliers: Outliers = "clip"
    scaling: Scaling = "standard"
    encoding: Encoding = "balanced"
    rare_share: float = 0.01
    rare_customers: int = 5
    reduction: Reduction = "auto"
    reduction_share: float = 0.9
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ensure_choices(self)
        for name, (lowest, highest, words) in _RANGES.items():
            if not lowest <= getattr(self, name) <= highest:
                raise SettingsError(
                    f"{getattr(self, name)} is not a value of {name}: give {words}."
                )


CHOICES: Final = choices_of(PipelineSettings)
_RANGES: Final[dict[str, tuple[float, float, str]]] = {
    "rare_share": (0, 0.2, "a share from 0 to 0.2; 0.01 is 1 %"),
    "rare_customers": (0, 1_000_000, "a number of customers from 0 on"),
    "reduction_share": (0.5, 1, "a share from 0.5 to 1; 0.9 keeps 90 % of the variance"),
}
