"""The schemes of a shop's earlier log, so that a later one is scored at the same points."""

from dataclasses import dataclass

from rfm.segments.fitting import FittedScheme
from rfm.settings import Settings


@dataclass(frozen=True, kw_only=True)
class KnownSchemes:
    """Schemes as they were fitted to an earlier log, and what their points are counted in.

    Parameters
    ----------
    schemes : tuple of FittedScheme
        The fitted schemes.
    count, returns, currency : str
        The settings of that log: points in orders say nothing of order lines, nor euros of pounds.
    """

    schemes: tuple[FittedScheme, ...]
    count: str
    returns: str
    currency: str

    @classmethod
    def under(cls, schemes: tuple[FittedScheme, ...], settings: Settings) -> "KnownSchemes":
        """Return schemes that were fitted under some settings.

        Parameters
        ----------
        schemes : tuple of FittedScheme
            The fitted schemes.
        settings : Settings
            What was counted.

        Returns
        -------
        KnownSchemes
            Both together.
        """
        return cls(
            schemes=schemes,
            count=settings.count,
            returns=settings.returns,
            currency=settings.currency,
        )

    def fitted(self, name: str, settings: Settings) -> FittedScheme | None:
        """Return the scheme of a name, to go on from.

        Parameters
        ----------
        name : str
            A scheme's.
        settings : Settings
            What is counted now.

        Returns
        -------
        FittedScheme or None
            None where there is none, or something else was counted.
        """
        if KnownSchemes.under(self.schemes, settings) != self:
            return None
        return next((each for each in self.schemes if each.scheme.name == name), None)
