"""Nobody ends an incident past what the customer has just written, or without knowing that once."""

from datetime import UTC, datetime

from bot.database import Database
from bot.facts.reread import Reread
from bot.operations.incidents.unread import SomethingNew, ThreadUnread, check_read
from bot.rules.refusal import Refusal
from bot.rules.written_message import WrittenMessage
from tests.contexts import by

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def wrote(user_id: str) -> WrittenMessage:
    return WrittenMessage("C0ACME", "1795420800.000100", user_id, "Wait", NOW)


def check(database: Database, found: Reread, form_id: str = "V1") -> type[Refusal] | None:
    with database.transaction() as session:
        refusal = check_read(session, found, form_id=form_id, field="outcome", context=by("U0THEO", NOW))
    if refusal is None:
        return None
    assert refusal.field == "outcome"
    return type(refusal)


def test_what_somebody_else_wrote_is_read_first(database: Database) -> None:
    assert check(database, Reread(is_read=True)) is None
    assert check(database, Reread(is_read=True, news=[wrote("U0THEO")])) is None
    assert check(database, Reread(is_read=True, news=[wrote("U0THEO"), wrote("U0ALICE")])) is SomethingNew
    assert check(database, Reread(is_read=False, news=[wrote("U0ALICE")])) is SomethingNew


def test_who_sends_the_form_again_has_decided_without_the_thread(database: Database) -> None:
    sent = [check(database, Reread(), form_id) for form_id in ("V1", "V1", "V1", "V2")]
    assert sent == [ThreadUnread, None, None, ThreadUnread]
