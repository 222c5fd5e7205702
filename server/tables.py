"""The tables of the site's database. A change here needs a revision in server/migrations/versions.

Times are seconds since 1970 (UTC), which every database keeps and compares alike.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NEWEST_REVISION: Final = "0001"

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

JOBS: Final = Table(
    "jobs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("step", Integer, nullable=False, default=0),
    Column("steps", Integer, nullable=False, default=0),
    Column("message", Text, nullable=False, default=""),
    Column("attempt", Integer, nullable=False, default=0),
    # Who works on it, and until when that is believed without a sign of life.
    Column("runner", String(255), nullable=False, default=""),
    Column("lease_until", Double),
    Column("is_cancel_asked", Boolean, nullable=False, default=False),
    # What it works on while it is not over, and nothing afterwards: no two at once.
    Column("busy_with", String(100)),
    Column("created_at", Double, nullable=False),
    Column("started_at", Double),
    Column("ended_at", Double),
    UniqueConstraint("busy_with"),
    Index("ix_jobs_dataset", "dataset", "kind"),
    Index("ix_jobs_state", "state"),
    sqlite_autoincrement=True,
)

PLAYS: Final = Table(
    "plays",
    METADATA,
    Column("dataset", String(64), primary_key=True),
    Column("grouping", String(64), primary_key=True),
    Column("group_name", String(120), primary_key=True),
    Column("title", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("offer", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("updated_at", Double, nullable=False),
)
