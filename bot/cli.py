"""`guichet` and `python -m bot`: the commands an operator types.

Each command imports what it needs: `--help` needs nothing, and the whole program takes seconds to import.
"""

import gc
import logging
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot.imports.options import DayOrder, KindName
from bot.reports.options import Format, Separator
from bot.setup_error import SetupError

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
outbox = typer.Typer(no_args_is_help=True)
cli.add_typer(outbox, name="outbox", help="Look at the messages to Slack, and retry those it refuses.")
export = typer.Typer(no_args_is_help=True)
cli.add_typer(export, name="export", help="Write figures to a file.")

SOMETHING_IS_WRONG = 1
"""Exit status of `doctor` when a check failed, and of `run` when it had to end."""
WRONG_SETUP = 2
"""Exit status when the program cannot start as it was set up."""


def main() -> None:
    """Run the command line; a wrong set-up ends with one sentence and exit status 2.

    Characters that the terminal or pipe cannot show, as with Windows code pages, are replaced: no command fails.
    """
    gc.disable()  # What a start builds stays: looking for garbage in it takes a seventh of the start.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        cli()
    except SetupError as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - this is what the operator reads
        sys.exit(WRONG_SETUP)


@cli.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM."""
    from bot import stop_request
    from bot.app import Guichet
    from bot.jobs.watchdog import DeliveryDied
    from bot.lost_database import DATABASE_LOST, DatabaseLost
    from bot.policy import read_policy
    from bot.settings import read_settings
    from bot.start_logging import start_logging

    settings = read_settings()
    policy = read_policy(settings.policy_file)
    start_logging(settings)
    status = 0
    try:
        Guichet(settings, policy).run_until(stop_request.at_signal())
    except (SetupError, DeliveryDied, DatabaseLost) as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - this is what the operator reads
        status = {DeliveryDied: SOMETHING_IS_WRONG, DatabaseLost: DATABASE_LOST}.get(type(problem), WRONG_SETUP)
    except Exception:
        logging.getLogger(__name__).exception("Guichet cannot go on.")  # The log leaves secrets out; Python would not.
        status = SOMETHING_IS_WRONG
    stop_request.end_at_once(status)


@cli.command()
def demo(
    *,
    tour: Annotated[bool, typer.Option(help="Play a whole story by itself, print it, and stop.")] = False,
    verbose: Annotated[bool, typer.Option(help="After the tour's story, print all messages of the workspace.")] = False,
    speed: Annotated[float | None, typer.Option(min=1, max=3600, help="Contract seconds that pass in one.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the workspace's page; 0 takes a free one.")] = 0,
) -> None:
    """Try Guichet in a local Slack workspace in the browser; no account is needed."""
    from rich.console import Console

    from bot.demo.errors import CannotPlay, NeverSeen
    from bot.demo.play import play

    logging.basicConfig(level=logging.ERROR)
    try:
        play(tour=tour, verbose=verbose, speed=speed, port=port, console=Console(soft_wrap=True))
    except (CannotPlay, NeverSeen) as problem:
        sys.stderr.write(f"✗ {problem}\n")
        raise typer.Exit(SOMETHING_IS_WRONG) from None


@cli.command()
def setup() -> None:
    """Ask for what Guichet must know, write it to .env, and offer first lists to try it with."""
    from bot.setup.set_up import set_up

    set_up(Path())


@cli.command()
def manifest(
    *,
    address: Annotated[str | None, typer.Option(help="Where Slack reaches Guichet, if PORT is set.")] = None,
) -> None:
    """Print the Slack app manifest, to be pasted under "Create New App > From a manifest"."""
    from bot.printing import print_manifest

    print_manifest(address)


@cli.command()
def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with figures for monitoring.")] = False,
) -> None:
    """Check the set-up and say what is wrong and how to mend it; the exit status is then 1, or 2 for a setting."""
    from bot.printing import print_doctor

    if status := print_doctor(as_json=as_json):
        raise typer.Exit(status)


@cli.command()
def migrate() -> None:
    """Bring the database's tables to this version; 'guichet run' does so by itself."""
    from bot.database import open_database
    from bot.migrate import migrate as migrate_database
    from bot.settings import read_settings

    settings = read_settings()
    database = open_database(settings.database_url)
    database.claim()
    migrate_database(database)
    database.close()
    typer.echo("The database is up to date.")


@cli.command()
def migration(
    purpose: Annotated[str, typer.Argument(help="What it is for, as a sentence: it becomes its name and docstring.")],
) -> None:
    """Make a migration for what was changed in models/; for contributors."""
    from bot.new_migration import new_migration

    typer.echo(f"{new_migration(purpose)}: read it, and add what Alembic cannot see.")


@cli.command("import")
def import_csv(
    what: Annotated[KindName, typer.Argument(help="What is in the file.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV in UTF-8.")],
    *,
    dates: Annotated[
        DayOrder | None, typer.Option(help="What 03/04/2027 means: dmy, the day first, or mdy, the month first.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file, and write nothing.")] = False,
) -> None:
    """Add and change rows from a CSV file: all of them, or none if anything is wrong."""
    from rich.console import Console

    from bot.clock import Clock
    from bot.database import open_database
    from bot.imports.import_file import AnotherImport
    from bot.imports.mistakes import WrongFile
    from bot.imports.run_import import Undone, kind_named, run_import
    from bot.memory import collect_from_here
    from bot.policy import read_policy
    from bot.policy_desks import desks_in
    from bot.settings import read_settings, workspace_of

    collect_from_here()
    settings = read_settings()
    policy = read_policy(settings.policy_file)
    desks = workspace_of(settings, desks=desks_in(policy.desk, locale=settings.locale))
    database = open_database(settings.database_url)
    now, console = Clock().now(), Console(stderr=True)
    try:
        counts = run_import(
            database,
            file,
            kind=kind_named(what, policy=policy, triage_channels=desks.triage_channels, now=now),
            now=now,
            dates=dates,
            is_dry_run=dry_run,
            console=console,
        )
    except (WrongFile, AnotherImport, Undone) as problem:
        sys.stderr.write(f"{problem}\n")
        raise typer.Exit(SOMETHING_IS_WRONG) from None
    finally:
        database.close()
    typer.echo(f"{'This was a dry run, nothing was written: ' if dry_run else ''}{counts}.")


@cli.command()
def escalate(
    *,
    test: Annotated[bool, typer.Option("--test", help="Tell every address now that this is a test.")] = False,
) -> None:
    """List the addresses outside Slack that the policy escalates to; the exit status is 1 if a test fails."""
    from bot.reports.escalation import test_addresses

    if not test_addresses(is_told=test):
        raise typer.Exit(SOMETHING_IS_WRONG)


To = Annotated[Path | None, typer.Option("--output", dir_okay=False, help="A file; otherwise standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")]
Separated = Annotated[
    Separator | None,
    typer.Option(
        "--separator", help="Between the values; a semicolon where LOCALE has a decimal comma (fr), otherwise a comma."
    ),
]


@export.command()
def billing(
    *,
    month: Annotated[str, typer.Option(help="The month in which incidents were filed, such as 2026-11.")],
    form: Annotated[Format, typer.Option("--format", help="A table, or objects with totals.")] = "csv",
    separator: Separated = None,
    to: To = None,
    force: Force = False,
) -> None:
    """Write what was filed in a month and what became of it, for the accountant; works while Guichet runs."""
    from bot.reports.billing import write_billing

    _export(write_billing, month=month, form=form, separator=separator, to=to, force=force)


@export.command()
def surveys(
    *,
    month: Annotated[str, typer.Option(help="The month in which surveys were answered, such as 2026-11.")],
    form: Annotated[Format, typer.Option("--format", help="A table, or objects with means.")] = "csv",
    separator: Separated = None,
    to: To = None,
    force: Force = False,
) -> None:
    """Write what customers answered to the survey in a month; works while Guichet runs."""
    from bot.reports.surveys import write_surveys

    _export(write_surveys, month=month, form=form, separator=separator, to=to, force=force)


def _export(
    write: Callable[..., None], *, month: str, form: Format, separator: Separator | None, to: Path | None, force: bool
) -> None:
    from bot.database import open_database
    from bot.memory import collect_from_here
    from bot.migrate import refuse_old
    from bot.reports.billing import read_month
    from bot.reports.csv_table import separator_of
    from bot.reports.output import output, own_files
    from bot.settings import read_settings

    collect_from_here()
    wanted, settings = read_month(month), read_settings()
    separator = separator or separator_of(settings.locale)
    database = open_database(settings.database_url)
    kept = own_files(database, policy_file=settings.policy_file)
    with output(to, replace=force, kept=kept) as file:
        refuse_old(database)
        with database.reading() as session:
            write(session, month=wanted, form=form, separator=separator, file=file)
    database.close()


@outbox.command()
def show(incident: Annotated[str, typer.Argument(help="The incident's number, such as INC-42.")]) -> None:
    """Print each message of an incident: where it goes, when, its state, and why it was not posted."""
    from bot.reports.show_outbox import show_outbox

    if not show_outbox(incident):
        sys.stderr.write(f"There is no incident {incident}: give its number, such as INC-42.\n")
        raise typer.Exit(SOMETHING_IS_WRONG)


@outbox.command()
def retry() -> None:
    """Retry at once the messages that Slack refused, and what Guichet had set aside."""
    from bot.clock import Clock
    from bot.database import open_database
    from bot.delivery.refused_changes import retry_held_up
    from bot.migrate import make_ready
    from bot.reports.show_outbox import claim_for_retry
    from bot.settings import read_settings

    database = open_database(read_settings().database_url)
    claim_for_retry(database)
    make_ready(database)
    with database.transaction() as session:
        count = retry_held_up(session, now=Clock().now())
    database.close()
    typer.echo(f"Messages that will be tried again: {count}.")
