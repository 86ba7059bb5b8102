"""The audit trail is append-only by the database's own word; routine refreshes may be forgotten.

Who owns the database can take the triggers away, which is a change of the schema and no slip.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

SQLITE = (
    """
    CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
    BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END
    """,
    """
    CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
    WHEN OLD.action <> 'auth.refresh'
    BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END
    """,
    # REPLACE deletes without a word to the trigger above.
    """
    CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
    WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END
    """,
)
POSTGRES = (
    """
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = '23000';
    END $$
    """,
    """
    CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
    """,
    """
    CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
    FOR EACH ROW WHEN (OLD.action <> 'auth.refresh') EXECUTE FUNCTION refuse_audit_change()
    """,
    """
    CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
    """,
)


def upgrade() -> None:
    """Make the triggers."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRES:
        op.execute(statement)
