"""Why was this not posted? The rows of an incident say so, one line each."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import get_type_hints

import pytest
from rich.console import Console

from bot.delivery import protocol
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.reports.outbox import WHY, outbox_table, why
from bot.rules.person import Person
from models.vocabulary import EndedBecause
from tests.worker import Worker


def printed(worker: Worker, number: int) -> list[str]:
    """Return what an operator reads, line by line."""
    console = Console(width=250, record=True, file=StringIO())
    with worker.session() as session:
        console.print(outbox_table(session, incident_id=number))
    return [" ".join(line.replace("│", " ").split()) for line in console.export_text().splitlines()]


def test_every_reason_has_its_words() -> None:
    assert set(WHY) == set(EndedBecause)
    assert len(set(WHY.values())) == len(WHY)
    assert get_type_hints(why)["return"] is str


def test_shows_what_became_of_each_message(worker: Worker, file_incident: Callable[..., int], theo: Person) -> None:
    """A has warnings after 60, 90 and 108 minutes; it is acknowledged after 70."""
    number = file_incident(severity="A")
    worker.finish(worker.claimed())
    worker.do(protocol.park, claimed=worker.claimed(), run_at=worker.now, error="not_in_channel")
    worker.now += timedelta(minutes=70)
    context = Context(theo, worker.policy, worker.workspace, worker.now)
    worker.do(acknowledge_incident, incident_id=number, context=context)
    lines = printed(worker, number)
    assert "customer_card customer 2026-11-23 08:00:00 done 2026-11-23 08:00:00 1" in lines
    parked = "it is being tried again (not_in_channel) not_in_channel 1"
    assert f"triage_card triage 2026-11-23 08:00:00 parked {parked}" in lines
    answered = "cancelled somebody had acknowledged the incident 0"
    assert f"warning triage 2026-11-23 09:00:00 {answered}" in lines
    assert f"breach_notice U0MAX 2026-11-23 10:00:00 {answered}" in lines


def test_knows_no_other_incident(worker: Worker) -> None:
    with worker.session() as session:
        assert outbox_table(session, incident_id=99) is None


@pytest.mark.parametrize(
    ("state", "because", "error", "words"),
    [
        ("pending", None, None, ""),
        ("pending", None, "TimeoutError", "it is being tried again (TimeoutError)"),
        ("superseded", "superseded", None, "a more urgent one was due as well"),
        ("refused", "refused", "msg_too_long", "Slack refused the message (msg_too_long)"),
        ("cancelled", "unsupported", "unknown_method", "the workspace does not offer it (unknown_method)"),
        ("cancelled", None, None, "the reason was not recorded before version 0007"),
    ],
)
def test_words_of_a_reason(state: str, because: str | None, error: str | None, words: str) -> None:
    assert why(state, because, error) == words
