"""Can each further desk of the policy work? Its channel, its managers, and what it is for. For `doctor`."""

from collections.abc import Collection, Iterator
from contextlib import suppress

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, DatabaseUnavailable
from bot.doctor_managers import look_up
from bot.doctor_slack import CheckResult, check_triage_channel
from bot.migrate import is_missing
from bot.policy import WrongPolicy, read_policy
from bot.policy_desks import DeskTable
from bot.queries.accounts import unknown_accounts
from bot.queries.incidents import open_at_desks
from bot.queries.products import unknown_products
from bot.rules.workspace import FIRST_DESK
from bot.settings import Settings


def check_desks(settings: Settings, client: WebClient, database: Database) -> Iterator[CheckResult]:
    """Report what is wrong with each desk; if the policy or the database cannot be read, other checks say so."""
    try:
        desks = read_policy(settings.policy_file).desk
    except WrongPolicy:
        return
    for name, desk in desks.items():
        setting, subject = f"desk.{name} in POLICY_FILE", f"desk {name}"
        if desk.triage_channel == settings.triage_channel:
            text = f"Its channel is also TRIAGE_CHANNEL: correct {setting}, each desk needs a channel of its own."
            yield CheckResult(subject, False, text)
        else:
            yield from check_triage_channel(client, desk.triage_channel, subject=subject, setting=setting)
        if desk.managers:
            yield CheckResult(f"{subject} managers", *look_up(desk.managers, client, setting=setting))
        with suppress(SQLAlchemyError, DatabaseUnavailable):
            yield from _what_it_is_for(desk, database, subject=f"{subject} for", setting=setting)
    with suppress(SQLAlchemyError, DatabaseUnavailable):
        yield from _gone(desks, database)


def _gone(desks: Collection[str], database: Database) -> Iterator[CheckResult]:
    """Report each desk that open incidents name but the policy does not: the first desk looks after them."""
    if is_missing(database):
        return
    with database.reading() as session:
        counts = open_at_desks(session)
    for name in sorted(set(counts) - {FIRST_DESK, *desks}):
        text = f"POLICY_FILE has it no more: the first desk looks after its incidents ({counts[name]} open)."
        how = f"If it has another name now, give it back this one, [desk.{name}]."
        yield CheckResult(f"desk {name}", True, f"{text} {how}")


def _what_it_is_for(desk: DeskTable, database: Database, *, subject: str, setting: str) -> Iterator[CheckResult]:
    if not (desk.products or desk.accounts) or is_missing(database):
        return
    with database.reading() as session:
        unknown = {
            "product": unknown_products(session, codes=desk.products),
            "account": unknown_accounts(session, codes=desk.accounts),
        }
    wrong = [f"{what} {one.upper()}" for what, codes in unknown.items() for one in codes]
    if wrong:
        how = f"import what is missing, or correct {setting}"
        yield CheckResult(subject, False, f"Nobody knows the {', the '.join(wrong)}: {how}.")
    else:
        text = f"Products of this desk: {len(desk.products)}; accounts: {len(desk.accounts)}."
        yield CheckResult(subject, True, text)
