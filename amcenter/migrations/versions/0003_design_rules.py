"""Design rules: what a process and a material ask of a shape.

The rules that stood in the program before become rows, so that an upgraded centre goes on checking
what it checked: closed cavities in every process, much support where supports are needed.
"""

import sqlalchemy as sa
from alembic import op

from amcenter.clock import now
from amcenter.ids import new_id
from amcenter.migrations.kinds import moment

revision = "0003"
down_revision = "0002"

CAVITY, SUPPORT = "closed_cavity", "much_support"
FORMER = (
    ("PBF-LB/M-07", "pbf_lb_m", CAVITY, "error", 0.0),
    ("PBF-LB/M-14", "pbf_lb_m", SUPPORT, "warning", 50.0),
    ("PBF-EB/M-06", "pbf_eb_m", CAVITY, "error", 0.0),
    ("PBF-EB/M-09", "pbf_eb_m", SUPPORT, "warning", 50.0),
    ("PBF-LB/P-07", "pbf_lb_p", CAVITY, "error", 0.0),
    ("PBF-IrL/P-06", "mjf", CAVITY, "error", 0.0),
    ("MEX-07", "mex", CAVITY, "warning", 0.0),
    ("MEX-10", "mex", SUPPORT, "warning", 50.0),
    ("VPP-07", "vpp", CAVITY, "error", 0.0),
    ("VPP-10", "vpp", SUPPORT, "warning", 50.0),
    ("DED-01", "ded", CAVITY, "warning", 0.0),
    ("DED-02", "ded", SUPPORT, "warning", 50.0),
    ("BATCH-01", "batch_model", CAVITY, "error", 0.0),
    ("BATCH-02", "batch_model", SUPPORT, "warning", 50.0),
)


def upgrade() -> None:
    rules = op.create_table(
        "design_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("material", sa.String(80), nullable=False),
        sa.Column("measure", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("limit", sa.Float(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_rule")),
        sa.UniqueConstraint(
            "process", "material", "number", name=op.f("uq_design_rule_process_material_number")
        ),
    )
    with op.batch_alter_table("part") as part:
        part.add_column(
            sa.Column("findings_stale", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    if op.get_bind().execute(sa.text("SELECT 1 FROM machine LIMIT 1")).first() is not None:
        op.bulk_insert(rules, [_row(*former) for former in FORMER])


def _row(number: str, process: str, measure: str, severity: str, limit: float) -> dict[str, object]:
    return {
        "id": new_id(),
        "created_at": now(),
        "version": 1,
        "number": number,
        "process": process,
        "material": "any",
        "measure": measure,
        "severity": severity,
        "limit": limit,
        "source_url": None,
        "verified": False,
    }
