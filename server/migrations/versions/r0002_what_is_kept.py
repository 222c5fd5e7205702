"""What people bring and ask: data sets, their versions, uploads, remembered choices, requests."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# MySQL and MariaDB: every letter there is, compared by its bytes as the other databases do.
LETTERS: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

TEXTS = {"jobs": ("message",), "plays": ("title", "action", "channel", "offer", "why")}


def upgrade() -> None:
    """Make the tables."""
    if op.get_bind().dialect.name in ("mysql", "mariadb"):
        _take_all_letters()
    _make_data_sets()
    _make_uploads()
    op.create_table(
        "remembered_choices",
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("layout", name="pk_remembered_choices"),
        **LETTERS,
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("snapshot", sa.String(100), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sqlite_autoincrement=True,
        **LETTERS,
    )
    op.create_index("ix_requests_dataset", "requests", ["dataset", "kind"])


def _take_all_letters() -> None:
    """Bring the older tables to the same letters."""
    for table, texts in TEXTS.items():
        op.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        for column in texts:
            # The conversion makes them larger.
            op.alter_column(table, column, type_=sa.Text, existing_nullable=False)


def _make_data_sets() -> None:
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("current", sa.Integer),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_datasets"),
        **LETTERS,
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("job", sa.Integer, nullable=False),
        sa.Column("upload", sa.String(32), nullable=False),
        sa.Column("base", sa.Integer),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("snapshot", sa.String(100), nullable=False),
        sa.Column("key_hash", sa.String(64)),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("dataset", "number", name="uq_versions_dataset"),
        sa.UniqueConstraint("key_hash", name="uq_versions_key_hash"),
        sqlite_autoincrement=True,
        **LETTERS,
    )
    op.create_index("ix_versions_upload", "versions", ["upload"])


def _make_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        **LETTERS,
    )
    op.create_table(
        "upload_files",
        sa.Column("upload", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_as", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("upload", "position", name="pk_upload_files"),
        **LETTERS,
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("requests")
    op.drop_table("remembered_choices")
    op.drop_table("upload_files")
    op.drop_table("uploads")
    op.drop_table("versions")
    op.drop_table("datasets")
