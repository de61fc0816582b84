"""Which deadline counts? Cards, lists, threads, the history, the explanation and reminders all name the same one."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.database import Database
from bot.delivery.traits import Rendering
from bot.facts.incident import IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.kinds import KINDS
from bot.messages.card import customer_card, triage_card
from bot.messages.command_answers import explanation
from bot.messages.history import history
from bot.messages.incident_list import incident_list
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.severity import change_severity
from bot.queries.history import history_of
from bot.queries.incidents import incidents_numbered
from bot.rules.incident_list import Page
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words
from models import OutboxMessage
from models.vocabulary import REMINDERS, SEVERITY_CHANGED
from tests.contexts import context_of
from tests.faults.size import size

HOURS = {"A": 2, "B": 4, "C": 8}
"""The promise of each severity, from Monday 9:00 in Paris: 11:00, 13:00 and 17:00."""
WORDS = Words("en", "Europe/Paris", slack_dates=False)
FORMS = count()
ALICE = Person("U0ALICE", "Alice", "en", "Europe/Paris")
THEO = Person("U0THEO", "Theo", "en", "Europe/Paris", is_technician=True)
STEPS = st.lists(st.sampled_from(["A", "B", "C", "answer", "withdraw", "reopen"]), min_size=1, max_size=9)


class Life:
    """One incident, and which of its deadlines counts."""

    def __init__(self, database: Database, number: int, now: datetime) -> None:
        self.database = database
        self.number = number
        self.filed_at = self.now = now
        self.severity, self.kept, self.was_answered = "B", "", False
        self.was_changed = False

    @property
    def deadline(self) -> datetime:
        """Return the deadline that counts."""
        return self.filed_at + HOURS[self.kept or self.severity] * timedelta(hours=1)

    def live(self, step: str) -> None:
        """Let somebody carry out this act; an act that is refused changes nothing."""
        self.now += timedelta(minutes=7)
        acts: dict[str, Callable[..., Any]] = {
            "answer": lambda session: acknowledge_incident(session, **self._by(THEO)),
            "withdraw": lambda session: close_incident(session, act="withdraw", explanation="", **self._by(ALICE)),
            "reopen": lambda session: reopen_incident(session, reason="Again", **self._by(ALICE)),
        }
        try:
            with self.database.transaction() as session:
                if step in acts:
                    acts[step](session)
                else:
                    change_severity(session, severity=step, reason="Why", **self._by(ALICE))  # type: ignore[arg-type]
        except Refusal:
            return
        if step == "answer":
            self.kept = self.severity
        elif step in HOURS:
            self.severity, self.was_answered, self.was_changed = step, bool(self.kept), True

    def _by(self, who: Person) -> dict[str, Any]:
        return {"incident_id": self.number, "context": context_of(who, self.now)}

    def told(self) -> Iterator[str]:
        """Yield what each place that shows the deadline says about it."""
        with self.database.reading() as session:
            [facts] = incidents_numbered(session, [self.number])
            events, events_count = history_of(session, incident_id=self.number, limit=40)
            told = select(OutboxMessage).where(col(OutboxMessage.kind).in_(SEVERITY_CHANGED))
            of_it = told.where(OutboxMessage.incident_id == self.number).order_by(col(OutboxMessage.id))
            changes = session.exec(of_it).all()[-2:]
        for card in (customer_card, triage_card):
            yield _deadline_field(card(facts, words=WORDS, now=self.now).blocks)
        if facts.outcome is None:
            yield incident_list(IncidentList([facts], 1, Page()), words=WORDS, now=self.now).blocks[1]["text"]["text"]
        if self.was_changed:
            past = history(events, events_count, incident=facts, words=WORDS)
            lines = "\n".join(block.to_dict()["text"]["text"] for block in past).split("\n")
            yield next(line for line in reversed(lines) if "changed the severity" in line)
            yield from (self._rendered(one, facts) for one in changes)

    def _rendered(self, message: OutboxMessage, facts: IncidentFacts) -> str:
        it = Rendering(facts, words=WORDS, now=self.now, parameters=message.parameters)
        return "\n".join(block["text"]["text"] for block in KINDS[message.kind].render(it).blocks)

    def explained(self) -> str:
        """Return how the deadline that counts came about."""
        with self.database.reading() as session:
            [facts] = incidents_numbered(session, [self.number])
        return str(explanation(facts, words=WORDS, now=self.now).blocks[-1]["text"]["text"])

    def reminded_of(self) -> set[datetime]:
        """Return the deadlines that the waiting reminders count down to."""
        waiting = select(OutboxMessage).where(
            OutboxMessage.incident_id == self.number,
            col(OutboxMessage.kind).in_(REMINDERS),
            OutboxMessage.state == "pending",
        )
        with self.database.reading() as session:
            return {datetime.fromisoformat(one.parameters["deadline"]) for one in session.exec(waiting)}


def _deadline_field(blocks: list[dict[str, Any]]) -> str:
    fields = next(block["fields"] for block in blocks if "fields" in block)
    return str(next(one["text"] for one in fields if "due by" in one["text"]))


@settings(
    max_examples=size(15, full=400),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@example(steps=["answer", "A"])  # Met the deadline of 13:00, although 11:00 would be promised now.
@example(steps=["A", "answer", "C", "withdraw", "reopen", "B"])
@example(steps=["C", "withdraw", "reopen", "A"])
@example(steps=["answer", "C", "A", "B"])  # Back to what was kept.
def test_everything_names_the_one_that_counts(
    database: Database, file_incident: Callable[..., int], now: datetime, steps: list[str]
) -> None:
    life = Life(database, file_incident(form_id=f"V{next(FORMS)}", severity="B"), now)
    for step in steps:
        life.live(step)
        every = {WORDS.moment(now + hours * timedelta(hours=1)) for hours in HOURS.values()}
        counts = WORDS.moment(life.deadline)
        for text in life.told():
            assert counts in text
            if life.was_answered:  # No other deadline is spoken of any more.
                assert not [one for one in every - {counts} if one in text]
        assert f"*Deadline: {WORDS.plain_moment(life.deadline)}*" in life.explained()
        assert f"Severity {life.kept or life.severity} promises" in life.explained()
        assert life.reminded_of() <= {life.deadline}
