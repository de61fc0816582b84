"""Receipts are kept as long as Slack may repeat the requests they are for."""

from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.clock import Clock, FastClock
from bot.database import Database
from bot.jobs import prune_idempotency_keys
from bot.jobs.prune_idempotency_keys import Pruning
from models import IdempotencyKey, KeptForm

WEEK = timedelta(days=7)


def put(database: Database, ages: dict[str, timedelta], clock: Clock) -> None:
    """Write receipts of these ages."""
    now = clock.now()
    with database.transaction() as session:
        rows = [{"key": key, "received_at": now - age} for key, age in ages.items()]
        session.connection().execute(insert(IdempotencyKey), rows)


def keys(database: Database) -> set[str]:
    """Return the receipts that are there."""
    with database.reading() as session:
        return set(session.exec(select(IdempotencyKey.key)).all())


class TestPruning:
    """What is older than a week goes, and nothing else."""

    def test_keeps_a_week(self, database: Database) -> None:
        minute = timedelta(minutes=1)
        put(database, {"new": minute, "kept": WEEK - minute, "old": WEEK + minute, "older": 5 * WEEK}, Clock())

        Pruning(database, Clock()).run()

        assert keys(database) == {"new", "kept"}

    def test_lets_forms_go_that_nobody_has_filed_for_a_week(self, database: Database) -> None:
        now = Clock().now()
        with database.transaction() as session:
            for name, age in (("VNEW", timedelta()), ("VOLD", WEEK + timedelta(minutes=1))):
                session.add(KeptForm(form_id=name, sent_by="U0ALICE", view={}, kept_at=now - age))

        Pruning(database, Clock()).run()

        with database.reading() as session:
            assert session.exec(select(KeptForm.form_id)).all() == ["VNEW"]

    @pytest.mark.parametrize("batches", [1, 2.5])
    def test_goes_on_until_none_is_left(self, database: Database, batches: float) -> None:
        count = int(prune_idempotency_keys.BATCH * batches)
        put(database, {str(number): 2 * WEEK for number in range(count)} | {"new": timedelta()}, Clock())

        Pruning(database, Clock()).run()

        assert keys(database) == {"new"}

    def test_keeps_a_week_of_real_time_where_the_clock_runs_fast(self, database: Database) -> None:
        """Slack repeats in real time, whatever the demo's clock shows."""
        clock = FastClock(start=Clock().now(), speed=60)
        put(database, {"kept": 59 * WEEK, "old": 61 * WEEK}, clock)

        Pruning(database, clock).run()

        assert keys(database) == {"kept"}

    def test_survives_a_database_that_is_away(self, database: Database, caplog: pytest.LogCaptureFixture) -> None:
        with database.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE idempotency_key")

        Pruning(database, Clock()).run()

        assert "Old idempotency keys could not be deleted" in caplog.text
