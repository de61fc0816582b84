"""From waiting to posted: each step writes what it promises, and nothing once the lease is somebody else's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.delivery import outbox, protocol
from bot.delivery.destination import customer_thread, direct_message, triage_thread
from bot.delivery.place import Place
from bot.delivery.protocol import Posted
from bot.delivery.scheduled_fallback import fallback_to_schedule
from bot.kinds import KINDS
from bot.texts.message import Message
from models import Card, Event, Fallback, FormerCard, Incident
from models.vocabulary import EndedBecause, Kind
from tests.worker import LEASE, Worker

MINUTE = timedelta(minutes=1)
BUTTONS = Message("Press", [{"type": "actions", "elements": [{"type": "button", "action_id": "go"}]}])


class TestCheck:
    """Just before the call it is seen whether the message is still wanted, and where it goes."""

    def test_finds_its_place(self, worker: Worker) -> None:
        worker.post()
        ready = worker.begin(worker.claimed())
        assert ready is not None
        assert ready.place == Place("U0MAX", reader="U0MAX")

    def test_gives_nothing_to_who_lost_the_lease(self, worker: Worker) -> None:
        number = worker.post()
        late = worker.claimed()
        worker.claimed(after=LEASE)
        before = worker.row(number)
        assert worker.begin(late) is None
        assert worker.row(number) == before

    def test_gives_nothing_once_it_was_cancelled(self, worker: Worker, file_incident: Callable[..., int]) -> None:
        number = file_incident()
        worker.leave_only()
        message = worker.post(Kind.UPDATE_WANTED, triage_thread(number, triage_channel="C0TRIAGE"), step=1)
        claimed = worker.claimed()
        because = {"kinds": [Kind.UPDATE_WANTED], "because": EndedBecause.CUSTOMER_UPDATED}
        worker.do(outbox.cancel, incident_id=number, is_claimed_too=True, **because)
        assert worker.begin(claimed) is None
        row = worker.row(message)
        assert (row.state, row.ended_because) == ("cancelled", "customer_updated")

    def test_ends_what_is_obsolete_and_says_why(self, worker: Worker, file_incident: Callable[..., int]) -> None:
        number = file_incident()
        worker.leave_only()
        message = worker.post(Kind.VERDICT_WANTED, direct_message("U0MAX", incident_id=number), x=1)
        assert worker.begin(worker.claimed()) is None
        row = worker.row(message)
        assert (row.state, row.ended_because, row.lease_token) == ("cancelled", "reopened", None)


class TestLease:
    """A sender whose lease has run out writes nothing, whatever step it takes."""

    def test_of_somebody_else_is_respected_by_each_step(
        self, worker: Worker, file_incident: Callable[..., int]
    ) -> None:
        number = file_incident()
        worker.leave_only()
        told = worker.post(
            Kind.CLAIM_TOLD_OWNER, direct_message("U0MAX", incident_id=number), pack_number="A", who="U0LEA"
        )
        late = worker.claimed()
        worker.claimed(after=LEASE)
        called: list[str] = []

        def follow_up(name: str) -> Callable[..., bool]:
            return lambda *_, **__: called.append(name) or True

        traits = replace(
            KINDS[Kind.CLAIM_TOLD_OWNER],
            follow_ups=(follow_up("posted"),),
            if_reader_left=follow_up("reader left"),
            if_unreachable=follow_up("unreachable"),
            if_place_refused=follow_up("place refused"),
            if_card_gone=follow_up("card gone"),
        )
        of_program = {"traits": traits, "context": worker.context}
        at, later = {"now": worker.now}, worker.now + MINUTE
        fallback = Fallback(id=1, incident_id=number, channel="C0TRIAGE", scheduled_message_id="Q1", post_at=later)
        posted = Posted("D0MAX", "1.0", BUTTONS)
        steps: list[tuple[Callable[..., Any], dict[str, Any]]] = [
            (protocol.finish, {"posted": posted, **of_program, **at}),
            (protocol.finish_scheduling, {"channel": "C0TRIAGE", "scheduled_id": "Q1", **at}),
            (protocol.finish_deleting, {"fallback": fallback, "was_posted": True, **at}),
            (protocol.release, at),
            (protocol.retry, {"run_at": later, "error": "e", "was_maybe_seen": False}),
            (protocol.park, {"run_at": later, "error": "e"}),
            (protocol.end, {"because": EndedBecause.REFUSED, "error": "e"}),
            (protocol.end_without_reader, {"error": "e", **of_program}),
            (protocol.end_unreachable, {"error": "e", **of_program}),
            (protocol.move, {"error": "e", "park_until": later, **of_program, **at}),
            (protocol.forget_card, {"place": Place("C0TRIAGE"), **of_program, **at}),
        ]
        before = worker.rows(*Kind)
        for step, given in steps:
            worker.do(step, claimed=late, **given)
            assert (worker.rows(*Kind), called) == (before, []), step
        with worker.session() as session:
            assert session.exec(select(Fallback)).all() == []
        assert worker.row(told).state == "pending"


class TestFinish:
    """Once it stands in Slack, the row says where, and what follows is done in the same transaction."""

    def test_writes_where_it_stands(self, worker: Worker) -> None:
        number = worker.post()
        worker.change_all([number], last_error="not_in_channel")
        row = worker.finish(worker.claimed(), channel="D0MAX", ts="12.5")
        assert (row.state, row.done_at, row.sent_channel, row.sent_ts) == ("done", worker.now, "D0MAX", "12.5")
        assert row.last_error is None

    def test_writes_nothing_for_who_lost_the_lease(self, worker: Worker) -> None:
        number = worker.post()
        late = worker.claimed()
        holder = worker.claimed(after=LEASE)
        worker.finish(late, ts="1.0")
        row = worker.row(number)
        assert (row.state, row.sent_ts, row.lease_token) == ("pending", None, holder.token)

    def test_keeps_what_has_buttons(self, worker: Worker) -> None:
        worker.post()
        worker.post(to=direct_message("U0LEA"))
        with_buttons = worker.finish(worker.claimed(), posted=BUTTONS)
        without = worker.finish(worker.claimed(), posted=Message("Read", []))
        assert with_buttons.posted == {"text": "Press", "blocks": BUTTONS.blocks}
        assert without.posted is None

    def test_records_a_card(self, worker: Worker, file_incident: Callable[..., int]) -> None:
        number = file_incident()
        worker.leave_only("triage_card")
        worker.finish(worker.claimed(), channel="C0TRIAGE", ts="9.0")
        with worker.session() as session:
            card = session.exec(select(Card)).one()
        assert (card.incident_id, card.side, card.channel, card.ts) == (number, "triage", "C0TRIAGE", "9.0")

    @pytest.mark.parametrize("is_unthreaded", [True, False])
    def test_begins_a_card_anew_only_if_slack_has_posted_the_reply_in_the_channel(
        self, worker: Worker, is_unthreaded: bool
    ) -> None:
        worker.post()
        called: list[str] = []
        plain = KINDS[Kind.TROUBLE_NOTICE]
        traits = replace(
            plain,
            if_card_gone=lambda *_, **__: called.append("card gone"),
            follow_ups=[lambda *_, **__: called.append("followed up")],
        )
        posted = Posted("C0TRIAGE", "1.0", None, is_unthreaded)
        given = {"posted": posted, "traits": traits, "context": worker.context, "now": worker.now}
        worker.do(protocol.finish, claimed=worker.claimed(), **given)
        assert called == ["card gone"] * is_unthreaded + ["followed up"]

    @pytest.mark.parametrize("kind", ["warning", "breach"])
    def test_brings_the_cards_up_to_date_after_a_reminder(
        self, worker: Worker, file_incident: Callable[..., int], kind: str
    ) -> None:
        file_incident(severity="A")
        worker.leave_only(kind)
        worker.finish(worker.claimed(after=120 * MINUTE))
        refreshed = worker.rows("refresh_customer_card", "refresh_triage_card")
        assert [one.channel for one in refreshed] == ["C0ACME", "C0TRIAGE"]


class TestRetry:
    """What failed is tried again later; what may stand in Slack all the same is not forgotten."""

    @pytest.mark.parametrize(("was_maybe_seen", "is_kept"), [(True, True), (False, False)])
    def test_remembers_what_may_have_been_seen(self, worker: Worker, was_maybe_seen: bool, is_kept: bool) -> None:
        number = worker.post()
        claimed = worker.claimed()
        worker.begin(claimed)
        later = worker.now + MINUTE
        worker.do(protocol.retry, claimed=claimed, run_at=later, error="TimeoutError", was_maybe_seen=was_maybe_seen)
        row = worker.row(number)
        assert (row.state, row.run_at, row.lease_token, row.last_error) == ("pending", later, None, "TimeoutError")
        assert (row.maybe_sent_at == worker.now) == is_kept

    def test_after_a_refusal_keeps_what_an_earlier_try_may_have_posted(self, worker: Worker) -> None:
        number = worker.post()
        worker.begin(worker.claimed())
        second = worker.claimed(after=LEASE)
        worker.begin(second, after=LEASE)
        later = worker.now + 2 * MINUTE
        worker.do(protocol.retry, claimed=second, run_at=later, error="ratelimited", was_maybe_seen=False)
        assert worker.row(number).maybe_sent_at == worker.now

    def test_released_counts_as_no_try(self, worker: Worker) -> None:
        number = worker.post()
        worker.do(protocol.release, claimed=worker.claimed(), now=worker.now)
        row = worker.row(number)
        assert (row.lease_token, row.run_at, row.attempts, row.maybe_sent_at) == (None, worker.now, 0, None)


class TestRefusal:
    """What Slack refuses waits for somebody to mend it, or is set aside, and says why."""

    def test_of_the_place_parks_it(self, worker: Worker) -> None:
        number = worker.post()
        worker.do(protocol.park, claimed=worker.claimed(), run_at=worker.now + MINUTE, error="not_in_channel")
        row = worker.row(number)
        assert (row.state, row.last_error, row.lease_token) == ("parked", "not_in_channel", None)
        assert worker.claim() is None
        assert worker.claimed(after=MINUTE).message.id == number

    def test_of_the_place_forgets_no_earlier_try(self, worker: Worker) -> None:
        number = worker.post()
        worker.claimed()
        second = worker.claimed(after=LEASE)
        worker.do(protocol.park, claimed=second, run_at=worker.now + MINUTE, error="not_in_channel")
        assert worker.row(number).maybe_sent_at == worker.now

    def test_of_the_place_parks_what_cannot_go_elsewhere(self, worker: Worker) -> None:
        number, until = worker.post(), worker.now + MINUTE
        traits = replace(KINDS[Kind.TROUBLE_NOTICE], if_place_refused=lambda *_, **__: False)
        given = {"traits": traits, "error": "not_in_channel", "park_until": until, "context": worker.context}
        worker.do(protocol.move, claimed=worker.claimed(), now=worker.now, **given)
        row = worker.row(number)
        assert (row.state, row.last_error, row.run_at) == ("parked", "not_in_channel", until)

    @pytest.mark.parametrize(
        ("step", "because", "called"),
        [
            (protocol.end_without_reader, EndedBecause.READER_LEFT, "reader left"),
            (protocol.end_unreachable, EndedBecause.POSTED_IN_CHANNEL, "unreachable"),
        ],
    )
    def test_of_the_reader_ends_it_and_does_what_its_kind_says(
        self, worker: Worker, step: Callable[..., object], because: EndedBecause, called: str
    ) -> None:
        done: list[str] = []
        traits = replace(
            KINDS[Kind.TROUBLE_NOTICE],
            if_reader_left=lambda *_, **__: done.append("reader left"),
            if_unreachable=lambda *_, **__: done.append("unreachable"),
        )
        for error in ("user_disabled", ""):
            number = worker.post()
            worker.do(step, claimed=worker.claimed(), traits=traits, context=worker.context, error=error)
            row = worker.row(number)
            assert (row.state, row.ended_because, row.last_error) == ("cancelled", because, error or None)
        assert done == [called] * 2

    def test_of_more_fallbacks_for_these_minutes_schedules_it_for_the_next_ones(
        self, worker: Worker, file_incident: Callable[..., int]
    ) -> None:
        number, post_at = file_incident(), worker.now + 90 * MINUTE
        worker.leave_only()
        message = fallback_to_schedule(number, channel="C0TRIAGE", post_at=post_at, now=worker.now)
        worker.do(outbox.post_all, messages=[message], now=worker.now)
        worker.claimed()
        worker.do(protocol.schedule_later, claimed=worker.claimed(after=LEASE), now=worker.now)
        (row,) = worker.rows(Kind.SCHEDULE_FALLBACK)
        assert row.parameters == {"post_at": (post_at + 5 * MINUTE).isoformat()}
        assert (row.run_at, row.lease_token, row.maybe_sent_at) == (worker.now, None, None)

    def test_of_nobody_is_noted_where_slack_has_posted_the_fallback(
        self, worker: Worker, file_incident: Callable[..., int]
    ) -> None:
        number = file_incident()
        worker.leave_only()
        at = {"incident_id": number, "channel": "C0TRIAGE", "scheduled_message_id": "Q1", "post_at": worker.now}
        worker.do(lambda session: session.add(Fallback(**at)))
        for because, state in ((EndedBecause.ANSWERED, "scheduled"), (EndedBecause.FALLBACK_POSTED, "posted")):
            worker.post(Kind.WARNING, triage_thread(number, triage_channel="C0TRIAGE"))
            worker.do(protocol.end, claimed=worker.claimed(), because=because)
            with worker.session() as session:
                assert session.exec(select(Fallback)).one().state == state

    def test_of_the_message_itself_holds_up_nothing(self, worker: Worker) -> None:
        refused, after = worker.post(), worker.post()
        worker.do(protocol.end, because=EndedBecause.REFUSED, claimed=worker.claimed(), error="invalid_blocks")
        row = worker.row(refused)
        assert (row.state, row.ended_because, row.last_error) == ("refused", "refused", "invalid_blocks")
        assert worker.claimed().message.id == after

    def test_of_a_deleted_card_forgets_the_card(self, worker: Worker, file_incident: Callable[..., int]) -> None:
        number = file_incident()
        worker.leave_only()
        for side, channel in (("triage", "C0TRIAGE"), ("customer", "C0ACME")):
            card = {"incident_id": number, "side": side, "channel": channel, "ts": "7.0"}
            worker.do(lambda session, card=card: session.add(Card(**card)))
        reply = worker.post(Kind.CLOSED_TO_TRIAGE, triage_thread(number, triage_channel="C0TRIAGE"))
        claimed = worker.claimed()
        ready = worker.begin(claimed)
        assert ready is not None
        of_program = {"traits": KINDS[Kind.CLOSED_TO_TRIAGE], "context": worker.context}
        worker.do(protocol.forget_card, claimed=claimed, place=ready.place, now=worker.now, **of_program)
        with worker.session() as session:
            assert [one.channel for one in session.exec(select(Card))] == ["C0ACME"]
            assert [(one.channel, one.ts) for one in session.exec(select(FormerCard))] == [("C0TRIAGE", "7.0")]
        row = worker.row(reply)
        assert (row.state, row.last_error, row.maybe_sent_at) == ("pending", "card_deleted", None)
        assert worker.rows("triage_card")[-1].due_at < row.due_at

    def test_of_the_customers_channel_moves_the_incident_to_a_direct_message(
        self, worker: Worker, file_incident: Callable[..., int]
    ) -> None:
        number = file_incident()
        worker.leave_only()
        worker.do(lambda session: session.add(Card(incident_id=number, side="customer", channel="C0ACME", ts="7.0")))
        incident = worker.do(lambda session: session.get_one(Incident, number))
        reply = worker.post(Kind.CLOSED_TO_CUSTOMER, customer_thread(incident))
        claimed = worker.claimed()
        worker.begin(claimed)
        of_program = {"traits": KINDS[Kind.CLOSED_TO_CUSTOMER], "context": worker.context}
        refused = {"error": "not_in_channel", "park_until": worker.now + timedelta(minutes=10)}
        worker.do(protocol.move, claimed=claimed, now=worker.now, **of_program, **refused)
        with worker.session() as session:
            assert session.get_one(Incident, number).opened_in == "U0ALICE"
            assert session.exec(select(Card)).all() == []
            event = session.exec(select(Event).order_by(col(Event.id).desc())).first()
            assert event is not None
            assert (event.kind, event.actor) == ("move_to_direct_message", "guichet")
            assert (event.before, event.after) == ({"opened_in": "C0ACME"}, {"opened_in": "U0ALICE"})
        row = worker.row(reply)
        assert (row.channel, row.state, row.maybe_sent_at) == ("U0ALICE", "pending", None)
        assert (row.run_at, row.lease_token) == (worker.now, None)
        assert [one.channel for one in worker.rows("customer_card")] == ["C0ACME", "U0ALICE"]
