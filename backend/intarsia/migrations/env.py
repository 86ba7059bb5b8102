"""Run migrations on the connection that `intarsia.migrations` hands over."""

from alembic import context
from sqlalchemy import Connection

from intarsia.models import metadata


def run(connection: Connection) -> None:
    """Apply what is missing in one transaction."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
