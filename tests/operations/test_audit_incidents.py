"""In which order the audit looks at incidents, so that none is left out and no look takes long."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, delete, update

from bot.database import Database
from bot.operations.audit_incidents import Progress, next_incidents, put_back, without_reminders
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Event, Incident, OutboxMessage
from tests.contexts import context_of
from tests.queries.test_scans import plan_of, statements

FIVE = range(1, 6)


@pytest.fixture
def five(file_incident: Callable[..., int]) -> list[int]:
    """Five open incidents, INC-1 to INC-5, each with one event."""
    return [file_incident(form_id=f"V{number}") for number in FIVE]


LATER = datetime(2026, 12, 31, tzinfo=UTC)


def look(
    database: Database, progress: Progress, *, limit: int, settled_before: datetime = LATER
) -> tuple[list[int], Progress]:
    """Return which incidents come next, and how far the audit has come after them."""
    with database.reading() as session:
        turns, end = next_incidents(session, progress, limit=limit, settled_before=settled_before)
    return [one.number for one in turns], end


@pytest.mark.usefixtures("five")
class TestOrder:
    """Touched ones first, then the others in turn, without end."""

    @pytest.mark.parametrize(
        ("event", "incident", "limit", "numbers", "next_event", "next_incident"),
        [
            (5, 0, 10, [1, 2, 3, 4, 5], 5, 0),  # All fit: each audit starts from the beginning.
            (5, 0, 2, [1, 2], 5, 2),
            (5, 2, 2, [3, 4], 5, 4),
            (5, 4, 2, [5], 5, 0),
            (5, 3, 2, [4, 5], 5, 5),  # Whether there are more is seen the next time,
            (5, 5, 2, [], 5, 0),  # and then it begins again.
            (3, 0, 3, [4, 5, 1, 2, 3], 5, 3),  # Two were touched, which takes nothing from the others.
            (4, 4, 3, [5], 5, 0),  # The touched one is the next one, too.
            (0, 3, 2, [1, 2, 4, 5], 2, 5),  # More were touched than there is room for: the others go on meanwhile,
            (2, 5, 3, [3, 4, 5], 5, 0),  # and the rest of them comes next.
        ],
    )
    def test_is_touched_first_and_then_all_in_turn(
        self,
        database: Database,
        event: int,
        incident: int,
        limit: int,
        numbers: list[int],
        next_event: int,
        next_incident: int,
    ) -> None:
        expected = (numbers, Progress(next_event, next_incident))
        assert look(database, Progress(event, incident), limit=limit) == expected

    def test_leaves_out_what_is_closed(self, database: Database, now: datetime) -> None:
        with database.transaction() as session:
            closed = {"status": "closed", "outcome": "withdrawn", "closed_at": now, "closed_by": "U0ALICE"}
            session.exec(update(Incident).where(col(Incident.id).in_([1, 2, 4])).values(**closed))
        assert look(database, Progress(5, 0), limit=2) == ([3, 5], Progress(5, 5))

    @pytest.mark.parametrize("limit", [1, 2, 3, 5, 8])
    def test_comes_to_every_incident_in_one_round(self, database: Database, limit: int) -> None:
        seen, progress = set[int](), Progress(5, 0)
        for _ in range(-(-5 // limit)):
            numbers, progress = look(database, progress, limit=limit)
            assert len(numbers) <= limit, "none was touched"
            seen |= set(numbers)
        assert seen == set(FIVE)

    def test_comes_again_to_what_may_not_be_settled(self, database: Database, now: datetime) -> None:
        """Five events at the filing; one with a lower number may be committed only now."""
        progress = Progress(3, 0)
        for settled_before, event in [(now, 3), (now + timedelta(seconds=1), 5)]:
            found, progress = look(database, progress, limit=9, settled_before=settled_before)
            assert found[:2] == [4, 5]
            assert progress.event == event

    @pytest.mark.parametrize("progress", [Progress(5, 0), Progress(3, 1), Progress(0, 2)])
    @pytest.mark.parametrize("looked_at", [1, 2, 3, 4])
    def test_goes_on_where_it_was_interrupted(self, database: Database, progress: Progress, looked_at: int) -> None:
        """Incidents that had their turn need no other; none that had no turn is left out."""
        with database.reading() as session:
            turns, _ = next_incidents(session, progress, limit=5, settled_before=LATER)
            later, _ = next_incidents(session, turns[looked_at - 1].progress, limit=5, settled_before=LATER)
        owed = [one.number for one in turns[looked_at:]]
        assert [one.number for one in later if one.number in owed] == owed

    def test_asks_for_a_touched_one_once_however_much_happened_to_it(self, database: Database, now: datetime) -> None:
        """Otherwise one incident with much traffic would take the turns of the others."""
        with database.transaction() as session:
            for number in (1, 1, 1, 2, 1):
                acted = {"incident_id": number, "kind": "edited", "actor": "U0ALICE", "at": now}
                session.add(Event(**acted, before={}, after={}))
        assert look(database, Progress(5, 5), limit=2) == ([1, 2], Progress(9, 0))

    def test_reads_no_event_that_was_looked_at_before(self, database: Database) -> None:
        with statements(database) as asked:
            look(database, Progress(5, 5), limit=3)
        of_events = [plan_of(database, *one) for one in asked if "FROM event" in one[0]]
        assert len(of_events) == 2
        for plan in of_events:
            assert "INTEGER PRIMARY KEY (rowid>?)" in plan or "pk_event" in plan, plan

    def test_passes_over_events_of_no_incident(self, database: Database, now: datetime) -> None:
        with database.transaction() as session:
            session.add(Event(kind="edit_account", actor="U0MAX", at=now, before={}, after={}))
        assert look(database, Progress(5, 5), limit=3) == ([], Progress(6, 0))


@pytest.mark.usefixtures("five")
class TestRepair:
    """What is lacking is added to just the incident that lacks it."""

    def test_adds_what_is_lost_once(self, database: Database, workspace: Workspace, now: datetime) -> None:
        with database.transaction() as session:
            lost = (col(OutboxMessage.incident_id).in_([2, 4]), OutboxMessage.kind == "breach")
            session.exec(delete(OutboxMessage).where(*lost))
        with database.reading() as session:
            assert without_reminders(session, FIVE, workspace=workspace, since=now) == [2, 4]
            assert without_reminders(session, [1, 4], workspace=workspace, since=now) == [4]
        with database.transaction() as session:
            assert put_back(session, 2, workspace=workspace, since=now, now=now) == ["breach"]
            assert put_back(session, 2, workspace=workspace, since=now, now=now) == []
        with database.reading() as session:
            assert without_reminders(session, FIVE, workspace=workspace, since=now) == [4]

    def test_leaves_alone_what_is_acknowledged_meanwhile(
        self, database: Database, workspace: Workspace, theo: Person, now: datetime
    ) -> None:
        with database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.incident_id) == 3))
            acknowledge_incident(session, incident_id=3, context=context_of(theo, now))
        with database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.kind) == "update_wanted"))
        with database.transaction() as session:
            assert put_back(session, 3, workspace=workspace, since=now, now=now) == ["update_wanted"]
            assert put_back(session, 3, workspace=workspace, since=now, now=now) == []
