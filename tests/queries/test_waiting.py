from collections.abc import Callable

from sqlalchemy import func, select
from sqlmodel import Session

from bot.database import Database
from bot.queries.home import queue_of
from bot.queries.waiting import WAIT_FOR_CUSTOMER, waiting_among
from bot.rules.incident_list import LOOKED_THROUGH
from bot.rules.person import Person
from models import Incident
from tests.benchmarks.filled import rows_of, write

THEO = Person("U0THEO", "Theo", "en", "Europe/Paris", is_technician=True)


def counted(session: Session) -> int:
    return session.execute(select(func.count()).select_from(WAIT_FOR_CUSTOMER.subquery())).scalar_one()


def test_no_more_are_looked_through_however_many_wait(database: Database, file_incident: Callable[..., int]) -> None:
    """A page of those that wait is ordered by deadline, so all that are looked through are read."""
    number = file_incident()
    incident = rows_of(database, Incident, number)[0]
    waits = incident | {"waiting_since": incident["opened_at"]}
    copies = range(number + 1, number + LOOKED_THROUGH + 11)
    write(database, Incident, (waits | {"id": one, "form_id": f"V{one}"} for one in copies))

    with database.reading() as session:
        assert counted(session) == LOOKED_THROUGH
        queue = queue_of(session, person=THEO, accounts=[], limit=5, chosen="waiting")
        assert len(queue.incidents) == 5
        assert queue.next is not None
        assert waiting_among(session, [number, copies[0], copies[-1]]) == {copies[0], copies[-1]}
