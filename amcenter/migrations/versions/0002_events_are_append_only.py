"""Events are append-only: the database itself refuses to change or delete one.

A later step that rebuilds the table on SQLite (``batch_alter_table``) loses its triggers and has
to create them again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = """
CREATE TRIGGER event_no_{verb} BEFORE {verb} ON event
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
"""
REFUSAL = """
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        statements = [SQLITE.format(verb=verb) for verb in ("update", "delete")]
    else:
        statements = [REFUSAL, POSTGRESQL]
    for statement in statements:
        op.execute(statement)
