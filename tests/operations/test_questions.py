"""A question that is settled while it is being posted is updated as soon as it has been posted."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from bot.delivery.destination import direct_message, triage_thread
from bot.operations.accounts.certificate import register_certificate
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.desk import move_to_desk
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.packs.claim import claim_pack, refuse_claim
from bot.rules.certificates import CertificateDetails
from bot.rules.person import Person
from bot.rules.workspace import Desk
from bot.texts.message import Message
from models import OutboxMessage
from models.vocabulary import Kind
from tests.contexts import context_of
from tests.paying import add_account
from tests.worker import Worker

MAX = Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True)
BUTTON = {"type": "button", "action_id": "press"}
ASKING = Message("Well?", [{"type": "section"}, {"type": "actions", "elements": [BUTTON]}])


class TestLate:
    """The question is settled before it has been posted."""

    def test_question_about_an_incident(self, worker: Worker, file_incident: Callable[..., int], alice: Person) -> None:
        number, context = file_incident(), context_of(alice, worker.now)
        worker.do(close_incident, incident_id=number, act="withdraw", explanation="", context=context)
        worker.leave_only(Kind.VERDICT_WANTED)
        claimed = worker.claimed()
        assert worker.begin(claimed) is not None
        worker.do(reopen_incident, incident_id=number, reason="Again", context=context)
        assert worker.row(claimed.message.id).state == "cancelled"
        assert worker.finish(claimed, channel="D0MAX", posted=ASKING).posted is None
        changed = worker.rows(Kind.BUTTONS_GONE)
        assert [one.parameters["notes"] for one in changed] == [[{"note": "reopened", "who": None}]]
        assert changed[0].parameters["blocks"] == [{"type": "section"}]

    def test_reminder_in_the_thread_of_a_desk_that_its_incident_leaves(
        self, worker: Worker, file_incident: Callable[..., int], theo: Person
    ) -> None:
        worker.workspace = replace(worker.workspace, further_desks=(Desk("network", "C0NETWORK", (), "en"),))
        number, context = file_incident(), replace(worker.context, person=theo)
        worker.leave_only(Kind.WARNING)
        due = worker.rows(Kind.WARNING)[0].due_at - worker.now
        claimed = worker.claimed(after=due)
        assert worker.begin(claimed, after=due) is not None
        worker.do(move_to_desk, incident_id=number, desk="network", note="", context=context)
        worker.now += timedelta(seconds=2)
        assert worker.finish(claimed, channel="C0TRIAGE", posted=ASKING).posted is None
        changed = [one.parameters for one in worker.rows(Kind.BUTTONS_GONE)]
        assert [(one["channel"], one["notes"]) for one in changed] == [
            ("C0TRIAGE", [{"note": "moved", "who": "U0THEO"}])
        ]

    def test_claim(self, worker: Worker, alice: Person) -> None:
        worker.do(claim_pack, confirmation="ORDER123456", context=context_of(alice, worker.now))
        claimed = worker.claimed()
        assert worker.begin(claimed) is not None
        worker.do(refuse_claim, claim_id=1, reason="No", context=context_of(MAX, worker.now))
        worker.finish(claimed, channel="D0MAX", posted=ASKING)
        changed = worker.rows(Kind.BUTTONS_GONE)
        assert [one.parameters["notes"] for one in changed] == [[{"note": "claim_refused", "who": "U0MAX"}]]


def test_a_question_that_cannot_be_judged_keeps_nobody_from_acting(
    worker: Worker, file_incident: Callable[..., int], alice: Person
) -> None:
    number, context = file_incident(), context_of(alice, worker.now)
    thread = triage_thread(number, triage_channel="C0TRIAGE")
    worker.leave_only(Kind.TRIAGE_CARD)
    asked = [worker.post(kind, thread, **facts) for kind, facts in ((Kind.SCOPE_TO_TRIAGE, {}), (Kind.BREACH, {}))]
    stands = {"state": "done", "done_at": worker.now, "sent_channel": "C0TRIAGE", "sent_ts": "1.1"}
    for one in asked:
        worker.change(OutboxMessage, one, **stands, posted=asdict(ASKING))
    worker.do(close_incident, incident_id=number, act="withdraw", explanation="", context=context)
    assert [one.parameters["notes"] for one in worker.rows(Kind.BUTTONS_GONE)] == [
        [{"note": "closed", "who": "U0ALICE"}]
    ]


@pytest.mark.parametrize(("valid_to", "is_renewed"), [(date(2027, 12, 31), True), (date(2026, 12, 1), False)])
def test_a_certificate_that_was_renewed_is_asked_for_no_more(
    worker: Worker, valid_to: date, *, is_renewed: bool
) -> None:
    account = add_account(worker.database)
    first = {"account_id": account, "country": "FR", "valid_from": date(2026, 1, 1), "file_reference": "a.pdf"}
    context = context_of(MAX, worker.now)
    worker.do(
        register_certificate,
        details=CertificateDetails(number="A1", valid_to=date(2026, 12, 20), **first),
        context=context,
    )
    worker.post(
        Kind.CERTIFICATE_NOTICE, direct_message("U0MAX"),
        certificate=1, account="Acme", country="FR", number="A1", valid_to="2026-12-20",
    )  # fmt: skip
    worker.finish(worker.claimed(), channel="D0MAX", posted=Message("Please ask for a new one.", [{"type": "section"}]))
    worker.do(
        register_certificate, details=CertificateDetails(number="A2", valid_to=valid_to, **first), context=context
    )
    told = [one.parameters["notes"] for one in worker.rows(Kind.BUTTONS_GONE)]
    assert told == ([[{"note": "certificate_renewed", "who": None}]] if is_renewed else [])
