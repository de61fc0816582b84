"""Prints what became of each message of an incident."""

from rich.console import Console

from bot.database import Database, DatabaseUnavailable, SqliteDatabase, open_database
from bot.migrate import refuse_old
from bot.reports.outbox import outbox_table
from bot.rules.numbers import read_number
from bot.settings import read_settings


def show_outbox(incident: str) -> bool:
    """Print the messages of the incident; return False if there is no incident with this number."""
    number, table = read_number(incident), None
    database = open_database(read_settings().database_url)
    refuse_old(database)
    with database.reading() as session:
        if number is not None:
            table = outbox_table(session, incident_id=number)
    database.close()
    if table is not None:
        Console().print(table)
    return table is not None


def claim_for_retry(database: Database) -> None:
    """Claim the database; if a running Guichet has the file, the error says that it retries by itself."""
    try:
        database.claim()
    except DatabaseUnavailable as problem:
        hint = " A running Guichet tries again every ten minutes by itself." * isinstance(database, SqliteDatabase)
        raise DatabaseUnavailable(f"{problem}{hint}") from None
