"""What became of the rows of two logs, or tables, that were made one."""

from dataclasses import asdict, dataclass

from rfm.words import counted


@dataclass(frozen=True, kw_only=True)
class MergeCounts:
    """What became of the rows of two logs.

    Parameters
    ----------
    appended, recognised, corrected : int
        Rows of the newer log that were added, were there already, or took the place of others.
    removed : int
        Rows of the older log whose place was taken.
    rows : int
        Rows of both together.
    orders_appended, orders_recognised, orders_corrected : int
        The same in orders; 0 of logs without order numbers, and of tables.
    """

    appended: int
    recognised: int
    corrected: int
    removed: int
    rows: int
    orders_appended: int = 0
    orders_recognised: int = 0
    orders_corrected: int = 0

    @property
    def record(self) -> dict[str, int]:
        """The counts by their names."""
        return asdict(self)

    @property
    def sentence(self) -> str:
        """What was done, for people."""
        parts = [
            f"{counted(self.appended, 'row')} new",
            f"{self.recognised:,} there already",
            f"{self.corrected:,} in place of {counted(self.removed, 'older row')}",
        ]
        return f"Added to the version before: {', '.join(parts)}; {counted(self.rows, 'row')} now."
