"""What Slack sends twice is recognised by its key, which is stored if, and only if, its effect is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from bot.database import Database
from bot.idempotency import forget, key_of, record_key


def record(database: Database, now: datetime, key: str = "event Ev1") -> bool:
    with database.transaction() as session:
        return record_key(session, key=key, now=now)


def test_a_key_is_recorded_once(database: Database, now: datetime) -> None:
    assert [record(database, now, key) for key in ("event Ev1", "event Ev1", "event Ev2")] == [True, False, True]


def test_of_several_at_once_one_records_it(database: Database, now: datetime) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: record(database, now), range(8))) == 1


def test_what_fails_takes_its_key_back(database: Database, now: datetime) -> None:
    def fail() -> None:
        with database.transaction() as session:
            assert record_key(session, key="event Ev1", now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert record(database, now)


def test_what_is_forgotten_counts_as_new(database: Database, now: datetime) -> None:
    record(database, now)
    with database.transaction() as session:
        forget(session, key="event Ev1")
    assert record(database, now)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"event_id": "Ev1", "type": "event_callback"}, "event Ev1"),
        ({"type": "view_submission", "view": {"id": "V1"}}, "form V1"),
        (
            {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "solve", "action_ts": "5.1"}]},
            "action U1 solve 5.1",
        ),
        ({"type": "shortcut", "trigger_id": "T1"}, "trigger T1"),
        ({"command": "/incident", "trigger_id": "T2"}, "trigger T2"),
    ],
)
def test_each_request_has_a_key_of_its_own(body: dict[str, object], expected: str) -> None:
    assert key_of(body) == expected
