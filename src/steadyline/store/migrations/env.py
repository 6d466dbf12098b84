"""Run by Alembic for each migration, inside the transaction that `store.database.migrate` opened and will commit."""

from alembic import context

from steadyline.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,
)
context.run_migrations()
