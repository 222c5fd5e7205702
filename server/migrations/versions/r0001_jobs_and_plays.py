"""The first tables: jobs, and the plays that were changed by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("runner", sa.String(255), nullable=False),
        sa.Column("lease_until", sa.Double),
        sa.Column("is_cancel_asked", sa.Boolean, nullable=False),
        sa.Column("busy_with", sa.String(100)),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("started_at", sa.Double),
        sa.Column("ended_at", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("busy_with", name="uq_jobs_busy_with"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_dataset", "jobs", ["dataset", "kind"])
    op.create_index("ix_jobs_state", "jobs", ["state"])
    op.create_table(
        "plays",
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("grouping", sa.String(64), nullable=False),
        sa.Column("group_name", sa.String(120), nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("title", "action", "channel", "offer", "why")
        ],
        sa.Column("updated_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("dataset", "grouping", "group_name", name="pk_plays"),
    )


def downgrade() -> None:
    """Remove both tables."""
    op.drop_table("plays")
    op.drop_index("ix_jobs_state", "jobs")
    op.drop_index("ix_jobs_dataset", "jobs")
    op.drop_table("jobs")
