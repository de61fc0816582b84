"""About one message a second in each channel, with short bursts; a pause as long as Slack asks for."""

import pytest

from bot.delivery.pace import Pace


@pytest.mark.parametrize(
    ("posted", "at", "rests"),
    [
        (9, 0.0, False),  # Paid for 9 s ahead: the tenth of the burst may follow.
        (10, 0.0, True),  # Paid for 10 s ahead, and 9 are allowed.
        (10, 0.9, True),  # 9.1 s ahead
        (10, 1.0, False),  # 9 s ahead
        (19, 9.0, True),  # 10 s ahead
        (19, 10.0, False),
    ],
)
def test_a_channel_rests_after_a_burst(posted: int, at: float, rests: bool) -> None:
    pace = Pace()
    for _ in range(posted):
        pace.take("C1", now=0.0)
    assert pace.rests("C1", now=at) == rests
    assert (pace.resting(now=at) == ["C1"]) == rests


def test_without_bursts_a_channel_that_was_silent_takes_one() -> None:
    pace = Pace(burst=1)
    assert not pace.rests("C1", now=5.0)
    pace.take("C1", now=5.0)
    assert [pace.rests("C1", now=at) for at in (5.9, 6.0)] == [True, False]


def test_a_pause_lasts_as_long_as_slack_asks_for() -> None:
    pace = Pace()
    pace.pause("C1", now=5.0, seconds=30)
    pace.take("C2", now=5.0)
    assert pace.resting(now=34.9) == ["C1"]
    assert pace.resting(now=35.0) == []


def test_what_has_rested_is_forgotten() -> None:
    pace = Pace()
    for number in range(1000):
        pace.take(f"C{number}", now=0.0)
    pace.resting(now=2.0)
    assert pace == Pace()
