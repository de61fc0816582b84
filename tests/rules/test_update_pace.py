"""When a customer has gone too long without an update, and what a policy may say about it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.policy import WrongPolicy, read_policy
from bot.rules.terms import Terms
from bot.rules.update_pace import UpdatePace, read_pace, snoozed_until
from models.vocabulary import Cover, SeverityLetter
from tests.contexts import POLICY

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("severity", "cover", "told", "due"),
    [
        ("A", "24x7", "11-23T22:00", "11-24T02:00"),  # Day and night.
        ("A", "business", "11-23T10:00", "11-23T14:00"),
        ("A", "business", "11-23T14:00", "11-24T09:00"),  # 18:00 is closing; nobody is spoken to then.
        ("A", "business", "11-27T15:00", "11-30T10:00"),  # Three hours on Friday, one on Monday.
        ("B", "business", "11-27T17:00", "12-01T17:00"),  # Monday is one, Tuesday two.
        ("B", "24x7", "11-27T20:00", "12-02T09:00"),  # As if told on Monday at 9:00.
        ("B", "business", "12-24T10:00", "12-29T10:00"),  # Friday is Christmas.
        ("B", "business", "10-22T10:00", "10-26T10:00"),  # Clocks change on Sunday: the same time of day.
    ],
)
def test_update_is_due(severity: SeverityLetter, cover: Cover, told: str, due: str) -> None:
    terms = POLICY.terms(severity=severity, cover=cover, filed_at=at("10-22T09:00"))
    assert terms.update_due(at(told)) == at(due).astimezone(UTC)


def test_off_is_never_due_and_so_are_terms_from_before_there_were_updates() -> None:
    terms = POLICY.terms(severity="C", cover="24x7", filed_at=at("11-23T09:00"))
    assert terms.update_due(at("11-23T09:00")) is None
    stored = terms.model_dump(mode="json")
    del stored["updates"], stored["update_limit"]
    assert Terms.model_validate(stored).updates is None


def test_terms_are_read_as_they_were_stored() -> None:
    terms = POLICY.terms(severity="B", cover="24x7", filed_at=at("11-23T09:00"))
    assert Terms.model_validate(terms.model_dump(mode="json")) == terms


@pytest.mark.parametrize(
    ("length", "until"),
    [("hour", "11-27T18:30"), ("next_day", "11-30T09:00"), ("two_days", "12-01T17:30")],
)
def test_reminder_is_put_off(length: str, until: str) -> None:
    hours = POLICY.terms(severity="A", cover="24x7", filed_at=at("11-23T09:00")).hours()
    assert snoozed_until(at("11-27T17:30"), length, hours) == at(until)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("off", None),
        ("1h30m", UpdatePace(counted=timedelta(minutes=90))),
        ("1 business day", UpdatePace(business_days=1)),
        ("30 business days", UpdatePace(business_days=30)),
    ],
)
def test_pace_is_read(text: str, pace: UpdatePace | None) -> None:
    assert read_pace(text) == pace


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('A = "soon"', """updates.A: 'soon' is not a pace; write for instance "4h", "2 business days" or "off"."""),
        ("A = 4", 'updates.A: 4 is not a pace; write for instance "4h", "2 business days" or "off".'),
        ('B = "0 business days"', "updates.B: '0 business days' must be more than zero, and at most 30 days."),
        ('B = "31d"', "updates.B: '31d' must be more than zero, and at most 30 days."),
        ('D = "4h"', "updates.D: is not known here; see bot/policy.toml for what is."),
        ("limit = 0", "updates.limit: must be at least 1."),
    ],
)
def test_wrong_policy_says_what_is_wrong(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(f"[updates]\n{line}")
    with pytest.raises(WrongPolicy) as refused:
        read_policy(file)
    assert str(refused.value).endswith(said)
