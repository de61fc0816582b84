"""No channel takes all the workers, a method that Slack limits rests alone, and what hangs is in nobody's way."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from bot.delivery.claim import Claimed
from bot.delivery.pace import Pace
from bot.delivery.traffic import GIVEN_UP, WORKERS_PER_CHANNEL, Traffic
from bot.kinds import KINDS
from models import OutboxMessage
from models.vocabulary import Kind

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOKENS = count()


@pytest.fixture
def clock() -> Iterator[FrozenDateTimeFactory]:
    """The monotonic clock stands still; each test counts from `start`."""
    with freeze_time(NOW) as clock:
        yield clock


@pytest.fixture
def start(clock: FrozenDateTimeFactory) -> float:
    """The monotonic clock at the beginning."""
    assert clock() is not None
    import time  # noqa: PLC0415 - the frozen one

    return time.monotonic()


def claimed(kind: Kind = Kind.WARNING, channel: str = "C1") -> Claimed:
    message = OutboxMessage(
        kind=kind, dedup_key="", lane="1 triage", channel=channel, created_at=NOW, due_at=NOW, run_at=NOW
    )
    return Claimed(message=message, token=f"{next(TOKENS)}", ready_at=NOW)


class TestChannels:
    """A channel takes a limited number of messages at once."""

    def test_are_left_to_others_once_they_are_crowded(self, start: float) -> None:
        traffic = Traffic(KINDS)
        under_way = [claimed() for _ in range(WORKERS_PER_CHANNEL)]
        for one in under_way:
            assert traffic.stopped() == ([], [])
            traffic.enter(one, lease_ends=start + 45)
        assert traffic.stopped() == (["C1"], [])
        assert not traffic.enter(claimed(), lease_ends=start + 45)
        traffic.leave(under_way[0])
        assert traffic.stopped() == ([], [])
        assert traffic.enter(claimed(), lease_ends=start + 45)

    def test_take_another_before_it_is_noted_that_one_was_sent(self, start: float) -> None:
        """Until then that message itself is still under way: as the database has it, it could be claimed again."""
        traffic, again = Traffic(KINDS), claimed()
        under_way = [claimed() for _ in range(WORKERS_PER_CHANNEL)]
        for one in under_way:
            one.message.id = again.message.id = 7
            traffic.enter(one, lease_ends=start + 45)
        for one in under_way:
            traffic.arrive(one)
            assert (traffic.stopped(), traffic.is_under_way(again)) == (([], []), True)
        for one in under_way:
            assert traffic.is_under_way(again)
            traffic.leave(one)
        assert not traffic.is_under_way(again)

    def test_rest_when_slack_says_so(self, clock: FrozenDateTimeFactory, start: float) -> None:
        traffic = Traffic(KINDS)
        traffic.pause(claimed().message, seconds=30)
        assert traffic.stopped() == (["C1"], [])
        assert not traffic.enter(claimed(), lease_ends=start + 45)
        clock.tick(30)
        assert start
        assert traffic.stopped() == ([], [])


class TestMethods:
    """Slack limits updates and scheduled messages by method, in the whole workspace."""

    @pytest.mark.parametrize(
        ("kind", "resting", "going"),
        [
            (Kind.REFRESH_TRIAGE_CARD, Kind.REFRESH_REMARK, Kind.WARNING),
            (Kind.BUTTONS_GONE, Kind.REFRESH_CUSTOMER_CARD, Kind.SCHEDULE_FALLBACK),
            (Kind.SCHEDULE_FALLBACK, Kind.SCHEDULE_FALLBACK, Kind.DELETE_FALLBACK),
        ],
    )
    def test_rest_alone(self, start: float, kind: Kind, resting: Kind, going: Kind) -> None:
        traffic = Traffic(KINDS)
        traffic.pause(claimed(kind).message, seconds=30)
        assert start
        _, kinds = traffic.stopped()
        assert resting in kinds
        assert going not in kinds

    def test_take_nothing_of_a_channels_pace(self, start: float) -> None:
        traffic = Traffic(KINDS, pace=Pace(burst=1))
        update, post = claimed(Kind.REFRESH_TRIAGE_CARD), claimed()
        traffic.enter(update, lease_ends=start + 45)
        assert traffic.stopped()[0] == []
        traffic.enter(post, lease_ends=start + 45)
        assert traffic.stopped()[0] == ["C1"]


class TestHanging:
    """A call still hanging when its lease has ended has been taken over by another worker."""

    def test_gives_its_place_to_others(self, clock: FrozenDateTimeFactory, start: float) -> None:
        traffic = Traffic(KINDS)
        for _ in range(WORKERS_PER_CHANNEL):
            traffic.enter(claimed(), lease_ends=start + 45)
        assert traffic.hanging() == 0
        clock.tick(45)
        assert traffic.hanging() == WORKERS_PER_CHANNEL
        assert traffic.stopped() == ([], [])

    def test_is_replaced_only_so_often(self, clock: FrozenDateTimeFactory, start: float) -> None:
        traffic = Traffic(KINDS)
        for number in range(GIVEN_UP + 5):
            traffic.enter(claimed(channel=f"C{number}"), lease_ends=start)
        clock.tick(1)
        assert traffic.hanging() == GIVEN_UP
