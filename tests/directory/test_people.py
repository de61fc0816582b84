import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from slack_sdk import WebClient

from bot.directory.people import People
from bot.policy_tables import Standings
from bot.rules.workspace import Workspace
from tests.fake_slack import FakeSlack

ALICE, TRIAGE = "U0ALICE", "C0TRIAGE"
LOOK_UPS = ("users.info", "conversations.members", "users.conversations")
SLOW_S = 0.5
TOGETHER = 16
"""Requests that are answered at once."""


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        fake.add_user(ALICE, name="alice", email="alice@example.com")
        fake.add_channel(TRIAGE, name="triage", members=[ALICE])
        yield fake


@pytest.fixture
def people(slack: FakeSlack) -> People:
    client = WebClient(slack.token, base_url=slack.url, retry_handlers=[])
    return People(
        client, Workspace(TRIAGE, managers=(), locale="en"), Standings(guests="nobody", others_as_technicians=[])
    )


def look_up(people: People, within_s: float = 10.0) -> None:
    people.look_up(ALICE, with_channels=True, ends_at=time.monotonic() + within_s)


class TestLookUp:
    """Somebody waits while a person is looked up in Slack."""

    def test_asks_everything_side_by_side_and_then_nothing(self, slack: FakeSlack, people: People) -> None:
        people.prepare(within_s=10)
        people._members._known.clear()
        for method in LOOK_UPS:
            slack.fail(method, hang=SLOW_S)
        look_up(people)
        asked = [min(call.at for call in slack.calls(method)[-1:]) for method in LOOK_UPS]
        assert max(asked) - min(asked) < SLOW_S
        person = people.unasked(ALICE)
        assert (person.email, person.is_technician) == ("alice@example.com", True)
        assert people.unasked_channels(ALICE) == {TRIAGE}
        calls = len(slack.calls())
        look_up(people)
        assert len(slack.calls()) == calls

    def test_asks_once_what_several_wait_for(self, slack: FakeSlack, people: People) -> None:
        people.prepare(within_s=10)
        people._members._known.clear()
        before = len(slack.calls())
        for method in LOOK_UPS:
            slack.fail(method, times=99, hang=SLOW_S)
        together = Barrier(TOGETHER)

        def wait_for_it(_number: int) -> bool | None:
            together.wait()
            look_up(people)
            return people.unasked(ALICE).is_technician

        with ThreadPoolExecutor(TOGETHER) as threads:
            assert [*threads.map(wait_for_it, range(TOGETHER))] == [True] * TOGETHER
        assert sorted(call.method for call in slack.calls()[before:]) == sorted(LOOK_UPS)

    def test_ends_in_time_and_remembers_what_comes_later(self, slack: FakeSlack, people: People) -> None:
        people.prepare(within_s=10)
        slack.fail("users.info", hang=SLOW_S)
        look_up(people, within_s=0.05)
        person = people.unasked(ALICE)
        assert (person.is_known, person.is_technician) == (False, None)  # In triage, and perhaps a guest there.
        ends_at = time.monotonic() + 10
        while not people.knows(ALICE) and time.monotonic() < ends_at:
            time.sleep(0.02)
        assert people.unasked(ALICE).is_technician is True

    def test_asks_nothing_when_there_is_no_time_left(self, slack: FakeSlack, people: People) -> None:
        look_up(people, within_s=0.0)
        assert slack.calls() == []
        assert people.unasked(ALICE).is_technician is None
        assert people.unasked_channels(ALICE) is None


class TestPrepare:
    """What a start has learnt is not asked again while somebody waits."""

    def test_knows_where_we_are_and_who_the_technicians_are(self, slack: FakeSlack, people: People) -> None:
        people.prepare(within_s=10)
        before = len(slack.calls())
        look_up(people)
        assert sorted(call.method for call in slack.calls()[before:]) == ["users.conversations", "users.info"]

    def test_waits_no_longer_than_it_may(self, slack: FakeSlack, people: People) -> None:
        """A start goes on; what comes later is remembered all the same."""
        slack.fail("auth.test", hang=SLOW_S)
        slack.fail("conversations.members", hang=SLOW_S)
        people.prepare(within_s=0.05)
        assert people.unasked(ALICE).is_technician is None
        ends_at = time.monotonic() + 10
        while people._members.peek(TRIAGE) is None and time.monotonic() < ends_at:
            time.sleep(0.02)
        assert ALICE in (people._members.peek(TRIAGE) or ())
