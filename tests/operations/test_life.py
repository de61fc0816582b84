"""Whoever does what in whatever order: an incident never gets where the table of acts does not lead."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any, get_args
from uuid import uuid4

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from bot.database import Database
from bot.forms.open_incident import Answers
from bot.forms.paid_with import Payment
from bot.messages.history import history
from bot.operations.acknowledge_incident import acknowledge_incident
from bot.operations.agree_scope import agree_scope
from bot.operations.agree_split import agree_split
from bot.operations.answer_survey import SurveyAnswers, answer_survey
from bot.operations.assign_incident import assign_incident
from bot.operations.change_severity import change_severity
from bot.operations.check_act import NotNow
from bot.operations.close_incident import close_incident
from bot.operations.decline_split import decline_split
from bot.operations.give_verdict import give_verdict
from bot.operations.mark_duplicate import mark_duplicate
from bot.operations.mark_reachable import mark_reachable
from bot.operations.mark_unreachable import mark_unreachable
from bot.operations.open_incident import open_incident
from bot.operations.propose_scope import propose_scope
from bot.operations.propose_solution import propose_solution
from bot.operations.propose_split import propose_split
from bot.operations.reopen_incident import reopen_incident
from bot.operations.snooze_update import snooze_update
from bot.operations.take_over import take_over
from bot.outbox import REMINDER_KINDS
from bot.policy import read_policy
from bot.rules.desk import Desk
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, Act, Role, is_allowed
from bot.texts.catalogue import Words
from models import Event, Incident, OutboxMessage, Scope, Split
from tests.faults.size import size
from tests.paying import AT, add_account, add_pack, left

POLICY = read_policy(None)
DESK = Desk(triage_channel="C0TRIAGE", managers=("U0MAX",), locale="en", has_fallback=True)
PEOPLE: dict[Role, Person] = {
    "customer": Person("U0ALICE", "Alice", "en", "Europe/Paris"),
    "technician": Person("U0THEO", "Theo", "fr", "Europe/Paris", is_technician=True),
    "manager": Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True),
}
TESS = Person("U0TESS", "Tess", "en", "Europe/Paris", is_technician=True)
EVERY_ACT: list[tuple[Act, Role, int]] = [
    ("acknowledge", "technician", 0),
    ("assign", "technician", 0),
    ("take_over", "technician", 0),
    ("snooze_update", "technician", 0),
    ("change_severity", "customer", 0),
    ("mark_unreachable", "technician", 0),
    ("mark_reachable", "customer", 0),
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
"""One way on which each act is done."""
STEPS = st.lists(
    st.tuples(st.sampled_from(get_args(Act)), st.sampled_from(get_args(Role)), st.integers(0, 5)),
    min_size=4,
    max_size=16,
)
PENDING = ("pending", "parked")
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Step:
    """Somebody's try of an act on an incident."""

    session: Session
    number: int
    who: Person
    accounts: list[int]
    first: int
    """The first incident of the account."""
    now: datetime

    def common(self, who: str = "person") -> dict[str, Any]:
        """Return what every operation wants to know."""
        given: dict[str, Any] = {"incident_id": self.number, who: self.who, "accounts": self.accounts}
        return given | {"desk": DESK, "now": self.now}

    def newest(self, table: type[Scope] | type[Split]) -> Any:
        """Return the newest version of the scope, or the newest proposed split; None if there is none."""
        wanted = select(table).where(table.incident_id == self.number).order_by(col(table.id).desc())
        return self.session.exec(wanted).first()


def acknowledge(it: Step) -> None:
    acknowledge_incident(
        it.session, incident_id=it.number, technician=it.who, how="button", at=it.now, now=it.now, desk=DESK
    )


def close(act: Act) -> Callable[[Step], None]:
    return lambda it: close_incident(it.session, act=act, explanation="As said", policy=POLICY, **it.common())


def word_scope(act: Any) -> Callable[[Step], None]:
    def word(it: Step) -> None:
        newest = it.newest(Scope)
        version = newest.version if newest else 0
        propose_scope(it.session, act=act, text=f"{act} {version}", instead_of=version, **it.common())

    return word


def agree_to_scope(it: Step) -> None:
    newest = it.newest(Scope)
    if newest is None:
        raise NotNow  # There is no button to press.
    agree_scope(it.session, version=newest.version, **it.common())


def split(it: Step) -> None:
    children = [{"title": "One", "severity": "A"}, {"title": "Two", "severity": "C"}]
    propose_split(it.session, children=children, **it.common("technician"))


def decide(operation: Callable[..., None], **more: Any) -> Callable[[Step], None]:
    def decide_it(it: Step) -> None:
        newest = it.newest(Split)
        if newest is None:
            raise NotNow  # There is no button to press.
        operation(it.session, split_id=newest.id, **more, **it.common())

    return decide_it


def verdict(it: Step) -> None:
    give_verdict(
        it.session, incident_id=it.number, verdict="waived", reason="As agreed", manager=it.who, now=it.now
    )  # fmt: skip


def answer(it: Step) -> None:
    answers = SurveyAnswers(is_useful=True, quality=5, language=5, remarks="")
    answer_survey(it.session, incident_id=it.number, answers=answers, person=it.who, desk=DESK, now=it.now)


def take_over_from(it: Step) -> None:
    former = it.session.get_one(Incident, it.number).assigned_to or ""
    take_over(it.session, former=former, **it.common("technician"))


def raise_or_lower(it: Step) -> None:
    severity = {"A": "B", "B": "C", "C": "A"}[it.session.get_one(Incident, it.number).severity]
    change_severity(it.session, severity=severity, reason="It is so", policy=POLICY, **it.common())  # type: ignore[arg-type]


TRIES: dict[Act, Callable[[Step], None]] = {
    "acknowledge": acknowledge,
    "propose_solution": lambda it: propose_solution(it.session, text="Restart", **it.common("technician")),
    "assign": lambda it: assign_incident(it.session, technician=TESS, note="", **it.common("by")),
    "take_over": take_over_from,
    "snooze_update": lambda it: snooze_update(it.session, length="hour", **it.common("technician")),
    "change_severity": raise_or_lower,
    "mark_unreachable": lambda it: mark_unreachable(it.session, tried="Rang twice", **it.common("technician")),
    "mark_reachable": lambda it: mark_reachable(it.session, **it.common()),
    "propose_scope": word_scope("propose_scope"),
    "amend_scope": word_scope("amend_scope"),
    "agree_scope": agree_to_scope,
    "propose_split": split,
    "agree_split": decide(agree_split, policy=POLICY),
    "decline_split": decide(decline_split),
    "mark_duplicate": lambda it: mark_duplicate(it.session, original_id=it.first, **it.common("technician")),
    "solve": close("solve"),
    "give_up": close("give_up"),
    "withdraw": close("withdraw"),
    "reopen": lambda it: reopen_incident(it.session, reason="Again", policy=POLICY, **it.common()),
    "give_verdict": verdict,
    "answer_survey": answer,
}


class Life:
    """One account with a pack, its incidents, and those who do things to them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.account = add_account(database, uuid4().hex)
        self.pack = add_pack(database, POLICY, account_id=self.account, size=4)
        self.now = AT
        self.first = self.file()
        self.file()

    def file(self) -> int:
        """File an incident on the pack."""
        answers = Answers(
            request="incident", title="No mail", product_id=None, severity="B", cover="24x7", contacts="Bob, nights",
            description="None since nine.", payment=Payment(account_id=self.account, pack_id=self.pack),
        )  # fmt: skip
        with self.database.transaction() as session:
            return open_incident(
                session, answers=answers, form_id=uuid4().hex, opened_by=PEOPLE["customer"], opened_in="C0ACME",
                policy=POLICY, desk=DESK, now=self.now, accounts=[self.account],
            )  # fmt: skip

    def numbers(self) -> list[int]:
        """Return the incidents of the account."""
        with self.database.reading() as session:
            wanted = select(Incident.id).where(Incident.account_id == self.account).order_by(col(Incident.id))
            return [number for number in session.exec(wanted) if number]

    def status(self, number: int) -> str:
        """Return the status of an incident."""
        with self.database.reading() as session:
            return session.get_one(Incident, number).status

    def attempt(self, act: Act, role: Role, number: int) -> bool:
        """Let somebody try an act a minute later; say whether it was done."""
        self.now += timedelta(minutes=1)
        try:
            with self.database.transaction() as session:
                accounts = [self.account] if role == "customer" else []
                TRIES[act](Step(session, number, PEOPLE[role], accounts, self.first, self.now))
        except Refusal:
            return False
        return True

    def events(self, number: int) -> list[Event]:
        """Return the audit trail of an incident."""
        with self.database.reading() as session:
            return list(session.exec(select(Event).where(Event.incident_id == number)))

    def check_history(self) -> None:
        """Look whether everything that has happened can be told in both languages."""
        each = {one.kind: one for number in self.numbers() for one in self.events(number)}
        for one, locale in product(each.values(), LANGUAGES):
            assert len(history([one], 1, words=Words(locale, "Europe/Paris", slack_dates=False))) > 1

    def check(self) -> None:
        """Look at every incident and at the pack."""
        assert left(self.database, self.pack) >= 0
        for number in self.numbers():
            with self.database.reading() as session:
                incident = session.get_one(Incident, number)
                waiting = self._waiting(session, number)
            assert (waiting["reminder"] > 0) == (incident.status == "open"), (number, waiting)
            assert waiting["update_wanted"] <= (incident.status == "acknowledged")
            assert incident.billing != "reserved" or incident.pack_id == self.pack
            if incident.status == "closed":
                assert incident.billing != "reserved"
                assert incident.outcome

    def _waiting(self, session: Session, number: int) -> Counter[str]:
        wanted = (
            select(OutboxMessage.kind, func.count())
            .where(OutboxMessage.incident_id == number, col(OutboxMessage.state).in_(PENDING))
            .group_by(OutboxMessage.kind)
        )
        found: Counter[str] = Counter()
        for kind, count in session.exec(wanted):
            found["reminder" if kind in REMINDER_KINDS else kind] += count
        return found


def test_every_act_is_tried() -> None:
    assert TRIES.keys() == ACTS.keys()


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
    @given(STEPS)
    def live(steps: list[tuple[Act, Role, int]]) -> None:
        life = Life(database)
        for act, role, which in steps:
            numbers = life.numbers()
            number = numbers[which % len(numbers)]
            before = life.status(number)
            allowed = is_allowed(act, status=before, roles=[role])
            recorded = len(life.events(number))
            if life.attempt(act, role, number):
                assert allowed, (act, role, before)
                assert len(life.events(number)) > recorded, act
                done[act] += 1
                leads_to = ACTS[act].leads_to
                assert leads_to is None or life.status(number) == leads_to
            else:
                assert life.status(number) == before
                assert len(life.events(number)) == recorded
            life.check()
        life.check_history()

    live()
    assert done.keys() == ACTS.keys(), ACTS.keys() - done.keys()
