"""Nobody ends an incident past what the customer has just written, or without knowing that once."""

from datetime import UTC, datetime

import pytest

from bot.database import Database
from bot.facts.reread import Reread
from bot.operations.incidents.unread import SomethingNew, ThreadUnread, check_news, note_unread
from bot.rules.written_message import WrittenMessage
from tests.contexts import by

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def wrote(user_id: str) -> WrittenMessage:
    return WrittenMessage("C0ACME", "1795420800.000100", user_id, "Wait", NOW)


def test_what_somebody_else_wrote_is_read_first() -> None:
    for news in ([], [wrote("U0THEO")]):
        check_news(Reread(is_read=True, news=news), field="outcome", context=by("U0THEO", NOW))
    for is_read in (True, False):
        found = Reread(is_read=is_read, news=[wrote("U0THEO"), wrote("U0ALICE")])
        with pytest.raises(SomethingNew) as refusal:
            check_news(found, field="outcome", context=by("U0THEO", NOW))
        assert refusal.value.field == "outcome"


def test_who_sends_the_form_again_has_decided_without_the_thread(database: Database) -> None:
    refused = []
    for form_id in ("V1", "V1", "V1", "V2"):
        with database.transaction() as session:
            refusal = note_unread(session, form_id=form_id, field="outcome", context=by("U0THEO", NOW))
        refused.append(refusal and (type(refusal), refusal.field))
    assert refused == [(ThreadUnread, "outcome"), None, None, (ThreadUnread, "outcome")]
