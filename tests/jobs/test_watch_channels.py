"""Whether Guichet is in the channels that it needs is looked up without keeping anybody from writing."""

from pathlib import Path

from sqlalchemy import Connection, event

from bot.timetable import WATCH_CHANNELS
from tests.fake_slack import FakeSlack
from tests.journeys.harness import program, workspace


def test_open_incidents_are_passed_while_others_may_write(tmp_path: Path) -> None:
    asked: list[tuple[object, str]] = []

    def note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        asked.append((connection.engine, statement))

    with FakeSlack(follow_clock=True) as slack:
        workspace(slack)
        with program(slack, tmp_path) as guichet:
            reader, writer = guichet.database.reader, guichet.database.writer
            guichet.people.prepare(within_s=10)
            for engine in (reader, writer):
                event.listen(engine, "before_cursor_execute", note)
            guichet.scheduler.get_job(WATCH_CHANNELS).func()
    assert [engine for engine, statement in asked if "card" in statement] == [reader]
    assert writer in {engine for engine, _ in asked}
