"""The tables of the site's database. A change here needs a revision in server/migrations/versions.

Times are seconds since 1970 (UTC), which every database keeps and compares alike.
"""

from typing import Final

import sqlalchemy as sa

NEWEST_REVISION: Final = "0004"

METADATA: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

JOBS: Final = sa.Table(
    "jobs",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("dataset", sa.String(64), nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("step", sa.Integer, nullable=False, default=0),
    sa.Column("steps", sa.Integer, nullable=False, default=0),
    sa.Column("message", sa.Text, nullable=False, default=""),
    sa.Column("attempt", sa.Integer, nullable=False, default=0),
    # Who works on it, and until when that is believed without a sign of life.
    sa.Column("runner", sa.String(255), nullable=False, default=""),
    sa.Column("lease_until", sa.Double),
    sa.Column("is_cancel_asked", sa.Boolean, nullable=False, default=False),
    # What it works on while it is not over, and nothing afterwards: no two at once.
    sa.Column("busy_with", sa.String(100)),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("started_at", sa.Double),
    sa.Column("ended_at", sa.Double),
    sa.UniqueConstraint("busy_with"),
    sa.Index("ix_jobs_dataset", "dataset", "kind"),
    sa.Index("ix_jobs_state", "state"),
    sqlite_autoincrement=True,
)

PLAYS: Final = sa.Table(
    "plays",
    METADATA,
    sa.Column("dataset", sa.String(64), primary_key=True),
    sa.Column("grouping", sa.String(64), primary_key=True),
    sa.Column("group_name", sa.String(120), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("offer", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Double, nullable=False),
)

DATASETS: Final = sa.Table(
    "datasets",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("title", sa.String(120), nullable=False),
    # The number of the version that is shown; none until the first one is analysed.
    sa.Column("current", sa.Integer),
    sa.Column("created_at", sa.Double, nullable=False),
)

VERSIONS: Final = sa.Table(
    "versions",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    # The newest job that analyses it, and the upload that it is made of.
    sa.Column("job", sa.Integer, nullable=False),
    sa.Column("upload", sa.String(32), nullable=False, index=True),
    # The version that it adds to.
    sa.Column("base", sa.Integer),
    sa.Column("mode", sa.String(10), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("choices", sa.JSON, nullable=False),
    # What its analysis found: report, notes, figures.
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("snapshot", sa.String(100), nullable=False, default=""),
    # Of a request that may be repeated: its key, and what it asked.
    sa.Column("key_hash", sa.String(64)),
    sa.Column("body_hash", sa.String(64), nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("created_by", sa.String(120), nullable=False, default=""),
    sa.UniqueConstraint("dataset", "number"),
    sa.UniqueConstraint("key_hash"),
    sqlite_autoincrement=True,
)

UPLOADS: Final = sa.Table(
    "uploads",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("created_at", sa.Double, nullable=False),
    # The fingerprint of its files' header.
    sa.Column("layout", sa.String(64), nullable=False, server_default=""),
)

UPLOAD_FILES: Final = sa.Table(
    "upload_files",
    METADATA,
    sa.Column("upload", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("stored_as", sa.String(255), nullable=False),
)

REMEMBERED_CHOICES: Final = sa.Table(
    "remembered_choices",
    METADATA,
    # The fingerprint of a file's header.
    sa.Column("layout", sa.String(64), primary_key=True),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("updated_at", sa.Double, nullable=False),
)

REQUESTS: Final = sa.Table(
    "requests",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("dataset", sa.String(64), nullable=False),
    sa.Column("snapshot", sa.String(100), nullable=False),
    sa.Column("asked", sa.JSON, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Index("ix_requests_dataset", "dataset", "kind"),
    sqlite_autoincrement=True,
)

SOURCES: Final = sa.Table(
    "sources",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    # Sealed: it may hold a password.
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
)
