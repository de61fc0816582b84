"""Whoever does what in whatever order: an incident never gets where the table of acts does not lead."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import get_args
from uuid import uuid4

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select, update

from bot import ledger
from bot.database import Database
from bot.messages.history import history
from bot.operations.context import Context
from bot.operations.incidents.duty import downgrade_cover
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.possible_acts import NothingPossible, possible_acts
from bot.operations.incidents.turn import repeat_waiting_reminder
from bot.queries.duty import asked_incidents
from bot.queries.incidents import incidents_numbered
from bot.rules.filing import Filing, Payment
from bot.rules.person import GUICHET, Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, BY_ITSELF, FINAL, Act, is_allowed, status_after
from bot.rules.terms import Terms
from bot.texts.catalogue import Words
from models import Event, Incident, OutboxMessage, TermsPeriod
from models.vocabulary import REMINDERS, Kind, Role
from tests.acts import POLICY, TRIES, WORKSPACE, Step
from tests.contexts import context_of
from tests.faults.size import size
from tests.paying import AT, add_account, add_pack, left

PEOPLE: dict[str, Person] = {
    "customer": Person("U0ALICE", "Alice", "en", "Europe/Paris"),
    "technician": Person("U0THEO", "Theo", "fr", "Europe/Paris", is_technician=True),
    "manager": Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True),
    "customer technician": Person("U0TOM", "Tom", "en", "Europe/Paris", is_technician=True),
}
"""By their roles; the customer has filed everything, the last one is a technician and a member of their account."""
EVERY_ACT: list[tuple[Act, str, int]] = [
    ("acknowledge", "technician", 0),
    ("give_back", "technician", 0),
    ("acknowledge", "technician", 0),
    ("give_back", "manager", 0),
    ("acknowledge", "technician", 0),
    ("move_to_desk", "technician", 0),
    ("move_to_desk", "manager", 0),
    ("assign", "technician", 0),
    ("take_over", "technician", 0),
    ("snooze_update", "technician", 0),
    ("change_severity", "customer", 0),
    ("wait_for_customer", "technician", 0),
    ("assign", "technician", 0),
    ("take_over", "technician", 0),  # Two reminders later:
    ("close_unanswered", "technician", 0),
    ("reopen", "customer", 0),
    ("wait_for_customer", "technician", 0),
    ("end_waiting", "technician", 0),
    ("mark_unreachable", "technician", 0),
    ("mark_reachable", "customer", 0),
    ("edit", "customer", 0),
    ("reply_to_customer", "technician", 0),
    ("propose_scope", "technician", 0),
    ("amend_scope", "customer", 0),
    ("agree_scope", "technician", 0),
    ("propose_split", "technician", 0),
    ("decline_split", "customer", 0),
    ("propose_solution", "technician", 0),
    ("solve", "technician", 0),
    ("answer_survey", "customer", 0),
    ("reopen", "customer", 0),
    ("propose_split", "technician", 1),
    ("agree_split", "customer", 1),
    ("mark_duplicate", "technician", 2),
    ("give_up", "technician", 3),
    ("withdraw", "customer", 0),
    ("give_verdict", "manager", 3),
]
"""One sequence in which every act is carried out."""
BACK_AND_SHORT: list[tuple[Act, str, int]] = [
    ("change_severity", "customer", 0),
    ("edit", "technician", 0),
    ("edit", "customer", 0),
    ("withdraw", "customer", 0),
    ("reopen", "customer", 0),  # Nobody has answered, so it is reminded of again.
    ("propose_split", "technician", 0),
    ("propose_split", "technician", 1),
    ("agree_split", "customer", 0),
    ("propose_split", "technician", 2),
    ("agree_split", "customer", 1),
    ("agree_split", "customer", 2),  # There was a unit when it was proposed.
    ("give_up", "technician", 2),
    ("reopen", "customer", 2),  # Its customer wants to hear of it again.
]
"""A sequence that reopens twice, and in which the units run out."""
ROUND_IN_CIRCLES: list[tuple[Act, str, int]] = [
    ("mark_duplicate", "technician", 1),  # The second of the first,
    ("mark_duplicate", "technician", 2),  # which cannot be one of the second.
    ("propose_split", "technician", 0),
    ("agree_split", "customer", 0),
    ("mark_duplicate", "technician", 2),  # Nor can both parts be duplicates of what they were split from.
    ("mark_duplicate", "technician", 3),
]
"""A sequence in which incidents could end up waiting for each other."""
ROLES: dict[str, list[Role]] = {name: name.split() for name in PEOPLE} | {"customer": ["customer", "filer"]}  # type: ignore[misc]
MAY_BE_REFUSED: set[Act] = {"propose_split", "agree_split", "mark_duplicate", "assign", "propose_scope", "amend_scope"}
"""What can be offered and still be refused, for what the form says or for want of units: at its field."""
STEPS = st.lists(
    st.tuples(st.sampled_from(get_args(Act)), st.sampled_from(sorted(PEOPLE)), st.integers(0, 40)),
    min_size=4,
    max_size=16,
)
PENDING = ("pending", "parked")
LANGUAGES = ("en", "fr")
FALLBACKS = (Kind.SCHEDULE_FALLBACK, Kind.DELETE_FALLBACK)
SIZE = 4
"""The number of units in the pack."""


class Life:
    """One account with a pack, its incidents, and those who do things to them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.account = add_account(database, uuid4().hex)
        self.pack = add_pack(database, POLICY, account_id=self.account, size=SIZE)
        self.now = AT
        for _ in range(2):
            self.file()

    def file(self) -> int:
        """File an incident on the pack."""
        filing = Filing(
            request="incident", title="No mail", product_id=None, severity="B", cover="24x7", contacts="Bob, nights",
            description="None since nine.", payment=Payment(account_id=self.account, pack_id=self.pack),
        )  # fmt: skip
        with self.database.transaction() as session:
            return file_incident(
                session,
                filing=filing,
                form_id=uuid4().hex,
                opened_in="C0ACME",
                context=context_of(PEOPLE["customer"], self.now, workspace=WORKSPACE, accounts=[self.account]),
            )

    def incidents(self) -> dict[int, Incident]:
        """Return the incidents of the account by number, as they are now."""
        with self.database.reading() as session:
            wanted = select(Incident).where(Incident.account_id == self.account).order_by(col(Incident.id))
            return {one.id: one for one in session.exec(wanted) if one.id}

    def attempt(self, act: Act, roles: str, number: int, other: int) -> bool:
        """Let somebody try an act five minutes later; return False if it was refused."""
        self.now += timedelta(minutes=5)
        accounts = [self.account] if "customer" in roles else []
        try:
            with self.database.transaction() as session:
                TRIES[act](Step(session, number, PEOPLE[roles], accounts, other, self.now))
        except Refusal:
            return False
        return True

    def offered(self, roles: str, number: int) -> Sequence[Act]:
        """Return what somebody is offered to do five minutes later."""
        accounts = [self.account] if "customer" in roles else []
        context = Context(PEOPLE[roles], POLICY, WORKSPACE, self.now + timedelta(minutes=5), accounts)
        try:
            with self.database.reading() as session:
                return possible_acts(session, incident_id=number, context=context)
        except (NothingPossible, NoSuchIncident):
            return []

    def events(self, number: int) -> list[Event]:
        """Return the audit trail of an incident."""
        with self.database.reading() as session:
            return list(session.exec(select(Event).where(Event.incident_id == number)))

    def check_history(self) -> None:
        """Look whether everything that has happened can be told in both languages."""
        each = {(one.kind, bool(one.after.get("is_answered"))): one for n in self.incidents() for one in self.events(n)}
        assert {one.kind for one in each.values() if one.actor == GUICHET.user_id} <= BY_ITSELF.keys()
        for one, locale in product(each.values(), LANGUAGES):
            words = Words(locale, "Europe/Paris", slack_dates=False)
            with self.database.reading() as session:
                [incident] = incidents_numbered(session, [one.incident_id])
            assert len(history([one], 1, incident=incident, words=words)) > 1

    def watch(self) -> None:
        """Let covers fall back whose time has come; the questions have been read."""
        with self.database.transaction() as session:
            asked = update(OutboxMessage).where(col(OutboxMessage.kind) == "unreachable_to_customer")
            session.exec(asked.values(state="done", done_at=OutboxMessage.created_at))
            reminders = select(OutboxMessage).where(
                OutboxMessage.kind == "waiting_reminder", OutboxMessage.state == "pending"
            )
            context = Context(GUICHET, POLICY, WORKSPACE, self.now)
            for one in session.exec(reminders).all():
                one.state, one.done_at = "done", self.now
                repeat_waiting_reminder(session, message=one, context=context)
            for number in set(asked_incidents(session)) & self.incidents().keys():
                downgrade_cover(session, number, context=Context(GUICHET, POLICY, WORKSPACE, self.now))

    def check(self) -> None:
        """Look at every incident and at the pack."""
        found = self.incidents()
        with self.database.reading() as session:
            for incident in found.values():
                check_clock(session, incident)
                check_unit(session, incident, self.pack)
        assert 0 <= left(self.database, self.pack) <= SIZE
        assert all(goes_on(number, found) for number in found)


def check_clock(session: Session, incident: Incident) -> None:
    """See that the reminders are those of the status and of what is promised now, and no others."""
    mine = (OutboxMessage.incident_id == incident.id, col(OutboxMessage.state).in_(PENDING))
    waiting = session.exec(select(OutboxMessage).where(*mine).order_by(col(OutboxMessage.id))).all()
    kinds = Counter(one.kind for one in waiting)
    reminders = [one for one in waiting if one.kind in REMINDERS]
    assert kinds["breach"] == kinds["breach_notice"] == (incident.status == "open"), (incident.id, kinds)
    assert not reminders or incident.status == "open", (incident.id, kinds)
    assert {one.parameters["deadline"] for one in reminders} <= {incident.deadline_at.isoformat()}
    fallback = [one.kind for one in waiting if one.kind in FALLBACKS][-1]
    assert (fallback == Kind.SCHEDULE_FALLBACK) == (incident.status == "open"), incident.id
    has_updates = Terms.model_validate(incident.terms).updates is not None
    is_ours = incident.status == "acknowledged" and incident.waiting_since is None
    assert kinds["update_wanted"] == (is_ours and has_updates), (incident.id, kinds)
    is_asked = kinds["waiting_reminder"] + kinds["waiting_over"]
    assert is_asked == (incident.waiting_since is not None), (incident.id, kinds)
    newest = select(TermsPeriod).where(TermsPeriod.incident_id == incident.id).order_by(col(TermsPeriod.id).desc())
    promised = session.exec(newest.limit(1)).one()
    assert (promised.deadline_at, promised.terms) == (incident.deadline_at, incident.terms)


def check_unit(session: Session, incident: Incident, pack: int) -> None:
    """See that a unit is set aside as long as nobody has decided what the incident costs, and no longer."""
    is_held = ledger.reservation_of(session, incident_id=incident.id or 0) is not None
    assert is_held == (incident.billing in {"reserved", "pending_verdict"}), (incident.id, incident.billing)
    assert not is_held or incident.pack_id == pack
    assert incident.status != "closed" or (incident.outcome and incident.billing != "reserved"), incident.id


def goes_on(number: int, found: dict[int, Incident], *passed: int) -> bool:
    """Does this incident, or one that has taken its place, end by itself? Two must not wait for each other."""
    incident = found[number]
    if incident.outcome not in FINAL:
        return True
    others = [incident.duplicate_of] if incident.duplicate_of else [n for n in found if found[n].parent_id == number]
    return any(goes_on(other, found, *passed, number) for other in others if other not in passed)


def test_every_act_is_tried() -> None:
    assert TRIES.keys() == ACTS.keys()


def test_what_the_table_does_not_allow_is_refused(database: Database) -> None:
    """Each act, by each role, in each status: also where nothing but the status speaks against it."""
    life = Life(database)
    life.file()
    first, second, third = life.incidents()
    ways: list[tuple[Act, str, int]] = [
        *(("assign", "technician", number) for number in (first, second, third)),
        *(("mark_unreachable", "technician", number) for number in (first, second, third)),
        *((act, "technician", number) for act in ("propose_split", "propose_scope") for number in (second, third)),
        ("propose_solution", "technician", third),
        ("solve", "technician", third),
    ]
    for act, roles, number in ways:
        assert life.attempt(act, roles, number, first)
    tried = 0
    for (number, incident), act, roles in product(life.incidents().items(), ACTS, PEOPLE):
        if not is_allowed(act, status=incident.status, roles=ROLES[roles]):
            assert not life.attempt(act, roles, number, first), (act, roles, incident.status)
            tried += 1
    assert tried > len(ACTS) * len(PEOPLE)
    assert [one.status for one in life.incidents().values()] == ["open", "acknowledged", "closed"]


def test_no_sequence_of_acts_leads_where_the_table_does_not(database: Database) -> None:
    done: Counter[str] = Counter()

    @settings(
        max_examples=size(8, full=1000),
        deadline=None,
        phases=[Phase.explicit, Phase.generate],  # Without making it smaller: the steps of a failure are few.
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @example(EVERY_ACT)
    @example(BACK_AND_SHORT)
    @example(ROUND_IN_CIRCLES)
    @given(STEPS)
    def live(steps: list[tuple[Act, str, int]]) -> None:
        life = Life(database)
        for act, roles, drawn in steps:
            before = life.incidents()
            numbers = list(before)
            number, other = (numbers[one % len(numbers)] for one in (drawn, drawn // len(numbers)))
            recorded, offered = len(life.events(number)), life.offered(roles, number)
            is_done = life.attempt(act, roles, number, other)
            assert is_done == (act in offered) or (act in offered and act in MAY_BE_REFUSED), (act, roles, offered)
            assert (len(life.events(number)) > recorded) == is_done, act
            expected: dict[int, str] = {one: incident.status for one, incident in before.items()}
            if is_done:
                done[act] += 1
                assert is_allowed(act, status=expected[number], roles=ROLES[roles]), (act, roles, expected[number])
                is_answered = before[number].acknowledged_at is not None
                expected[number] = status_after(act, status=expected[number], is_answered=is_answered)  # type: ignore[arg-type]
            after = {one: incident.status for one, incident in life.incidents().items()}
            parts = dict.fromkeys(after.keys() - before.keys(), "open")
            assert after == expected | parts, (act, roles, number)
            assert not parts or act == "agree_split"
            life.watch()
            life.check()
        life.check_history()

    live()
    assert done.keys() == ACTS.keys(), ACTS.keys() - done.keys()
