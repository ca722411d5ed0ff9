"""How Alembic runs the scripts beside it: on the connection that `kalm.store.migrate` hands over."""

from alembic import context

from kalm.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot change a column in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
