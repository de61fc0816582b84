"""Run by Alembic: brings the tables of a connection that `bot.migrate` hands over to the wanted version."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401 - makes every table known
from models.incident_text import is_described

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
    compare_type=True,
    include_name=is_described,
    user_module_prefix="",  # AutoString instead of sqlmodel.sql.sqltypes.AutoString
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
