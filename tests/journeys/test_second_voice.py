"""A service outside Slack refuses our password: the managers are notified, and nobody reads the address."""

import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from rich.console import Console
from sqlmodel import select

from bot import timetable
from bot.policy_tables import Escalate
from bot.reports.outbox import outbox_table
from models import Event, Failure, Heartbeat, OutboxMessage
from models.vocabulary import SECOND_VOICES
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import Harness
from tests.listener import listener

SECRET = "s3kr1t"


def test_a_wrong_password_is_told_to_the_managers_and_stands_nowhere(
    slack: FakeSlack,
    clock: FrozenDateTimeFactory,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with listener() as service:
        service.status = 401
        told = Escalate(severity="A", after="breach", to=[service.address(path=SECRET, login=f"guichet:{SECRET}@")])
        policy = POLICY.model_copy(update={"escalate": (told,)})
        with journey.program(slack, tmp_path, policy=policy) as guichet:
            harness = Harness(slack, guichet, clock)
            harness.file()
            clock.tick(timedelta(hours=2, minutes=1))
            for _ in range(8):
                harness.deliver()
                clock.tick(timedelta(minutes=2))
            guichet.scheduler.get_job(timetable.AUDIT).func()
            harness.deliver()
            assert any("guichet escalate --test" in one for one in harness.direct("U0MAX"))
            stored = _everything(harness)
            service.status = 200  # Somebody has mended it: they are told after all, and not twice.
            clock.tick(timedelta(minutes=11))
            harness.deliver()
            clock.tick(timedelta(minutes=11))
            harness.deliver()
            assert [one["title"] for one in service.heard] == ["INC-1 (A): Mail is down"]
        seen = [stored, caplog.text, *capfd.readouterr(), str(slack.calls("chat.postMessage"))]
        assert SECRET not in "".join(seen)
        assert str(service.server_port) not in stored


def _everything(harness: Harness) -> str:
    """Return what is stored of it, and what `guichet outbox show` prints."""
    screen = StringIO()
    with harness.guichet.database.reading() as session:
        Console(file=screen, width=300).print(outbox_table(session, incident_id=1))
        rows = [one for table in (OutboxMessage, Event, Failure, Heartbeat) for one in session.exec(select(table))]
        assert any(isinstance(one, OutboxMessage) and one.kind in SECOND_VOICES for one in rows)
        return screen.getvalue() + "".join(one.model_dump_json() for one in rows)
