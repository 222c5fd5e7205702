"""The layout of what was brought, by which choices are remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    column = sa.Column("layout", sa.String(64), nullable=False, server_default="")
    op.add_column("uploads", column)


def downgrade() -> None:
    """Remove the column."""
    with op.batch_alter_table("uploads") as table:
        table.drop_column("layout")
