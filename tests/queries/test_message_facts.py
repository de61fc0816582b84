"""What the messages of one transaction are made from is read once, and each is made from its own incident."""

from collections.abc import Callable

from bot.delivery.claim import claim_messages
from bot.delivery.destination import triage_thread
from bot.delivery.place import keep_cards
from bot.operations.incidents.severity import change_severity
from bot.queries.incidents import incidents_numbered
from bot.queries.message_facts import load_incident
from models.vocabulary import Kind
from tests.contexts import context_of
from tests.operations.incidents.test_deadline import THEO
from tests.test_migrate import recorded
from tests.worker import LEASE, Worker


def test_incidents_of_what_is_claimed_are_read_in_one_statement(
    worker: Worker, file_incident: Callable[..., int]
) -> None:
    numbers = [file_incident(form_id=title, title=title) for title in ("One", "Two", "Three")]
    by_theo = context_of(THEO, worker.now)
    worker.do(change_severity, incident_id=numbers[1], severity="A", reason="All stands still", context=by_theo)
    worker.leave_only()
    for number in numbers:
        worker.post(Kind.CLOSED_TO_TRIAGE, triage_thread(number, triage_channel="C0TRIAGE"))
    with worker.database.transaction() as session:
        lease = {"lease_until": worker.now + LEASE, "owner": "a"}
        claimed = claim_messages(session, now=worker.now, limit=9, **lease).claimed
        for one in claimed:
            keep_cards(session, one.message.incident_id, one.cards)
        with recorded(worker.database) as statements:
            found = {
                one.message.incident_id: load_incident(session, one.message, worker.now).subject for one in claimed
            }
    assert len(statements) == 1
    with worker.session() as session:
        assert found == {one.number: one for one in incidents_numbered(session, numbers)}
    assert [(found[one].title, len(found[one].terms_periods)) for one in numbers] == [
        ("One", 1),
        ("Two", 2),
        ("Three", 1),
    ]
