"""Previews of parts, keys of equal shapes, prices."""

import sqlalchemy as sa
from alembic import op

from amcenter.clock import now
from amcenter.ids import new_id
from amcenter.migrations.first_prices import ASSUMPTIONS, PRICING, STEPS, Row
from amcenter.migrations.kinds import moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _previews()
    _shapes()
    _prices()


def _previews() -> None:
    with op.batch_alter_table("part") as batch:
        for name in ("thumbnail", "preview", "plate_preview"):
            batch.add_column(sa.Column(f"{name}_sha256", sa.String(64), nullable=True))


def _shapes() -> None:
    with op.batch_alter_table("part") as batch:
        batch.add_column(sa.Column("shape_key", sa.String(32), nullable=True))
        batch.create_index(op.f("ix_part_shape_key"), ["shape_key"])


def _prices() -> None:
    for table, what in (("material", "price"), ("machine", "cost")):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(f"{what}_source_url", sa.String(), nullable=True))
            batch.add_column(
                sa.Column(
                    f"{what}_verified", sa.Boolean(), nullable=False, server_default=sa.false()
                )
            )
    pricing = op.create_table(
        "pricing",
        *_shared(),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("labour_per_h", sa.Float(), nullable=False),
        sa.Column("costs_for_engineers", sa.Boolean(), nullable=False),
        *_source(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pricing")),
    )
    assumption = op.create_table(
        "assumption",
        *_shared(),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("applies_to", sa.String(71), nullable=False),
        sa.Column("typical_fill", sa.Float(), nullable=False),
        sa.Column("failure_share", sa.Float(), nullable=False),
        sa.Column("powder_returns", sa.Boolean(), nullable=False),
        sa.Column("lost_share", sa.Float(), nullable=False),
        sa.Column("fresh_share", sa.Float(), nullable=False),
        *_source(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumption")),
        sa.UniqueConstraint("process", "applies_to", name=op.f("uq_assumption_process_applies_to")),
    )
    post_step = op.create_table(
        "post_step",
        *_shared(),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_ru", sa.String(200), nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("applies_to", sa.String(71), nullable=False),
        sa.Column("quality_class", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("work_h", sa.Float(), nullable=False),
        sa.Column("wait_h", sa.Float(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        *_source(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_step")),
        sa.UniqueConstraint(
            *("process", "key", "applies_to", "quality_class"),
            name=op.f("uq_post_step_process_key_applies_to_quality_class"),
        ),
    )
    op.bulk_insert(pricing, [_complete(PRICING)])
    op.bulk_insert(assumption, [_complete(row) for row in ASSUMPTIONS])
    op.bulk_insert(post_step, [_complete(row) for row in STEPS])


def _shared() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _source() -> list[sa.Column[object]]:
    return [
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
    ]


def _complete(row: Row) -> Row:
    common: Row = {"id": new_id(), "created_at": now(), "version": 1}
    return {"source_url": None, **common, **row, "verified": False}
