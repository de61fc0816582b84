"""The doctor lists who is in our channels from outside, and what they count as by the policy."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.doctor_people import CHANNELS, LOOK_UPS, LookAround
from bot.policy_tables import Standings
from tests.fake_slack import FakeSlack

DEFAULT = Standings(guests="customers", others_as_technicians=[])
NOBODY = "Nobody from outside the workspace was found in triage or a tied channel."


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.add_user("U0THEO", name="theo")
        slack.add_user("U0GIA", name="gia", is_restricted=True)
        slack.add_user("U0OTTO", name="otto", team_id="T0OTHER")
        slack.add_user("U0APP", name="app", is_bot=True, team_id="T0OTHER")
        slack.add_channel("C0TRIAGE", name="triage", members=["U0THEO", "U0GIA", "U0OTTO", "U0APP"])
        slack.add_channel("C0ACME", name="acme", members=["U0GIA", "U0OTTO"])
        slack.add_channel("C0OURS", name="ours", members=["U0THEO"])
        yield slack


def described(slack: FakeSlack, standings: Standings, *tied: str) -> str:
    client = WebClient(token=slack.token, base_url=slack.url, retry_handlers=[])
    return LookAround(client, standings).look(["C0TRIAGE"], tied).described()


@pytest.mark.parametrize(
    ("standings", "gia", "otto", "gia_in_tied"),
    [
        (DEFAULT, "counts as no technician", "counts as no technician", "belongs to its account"),
        (
            Standings(guests="technicians", others_as_technicians=[]),
            "counts as a technician",
            "counts as no technician",
            "belongs to its account",
        ),
        (
            Standings(guests="nobody", others_as_technicians=["U0OTTO"]),
            "counts as no technician",
            "counts as a technician",
            "belongs only to accounts that name them",
        ),
    ],
)
def test_guests_and_others_are_listed_as_the_policy_takes_them(
    slack: FakeSlack, standings: Standings, gia: str, otto: str, gia_in_tied: str
) -> None:
    assert described(slack, standings, "C0ACME", "C0OURS") == (
        f"In triage (C0TRIAGE): Gia (U0GIA, guest) {gia}, Otto (U0OTTO, of another organisation) {otto}; "
        f"in C0ACME: Gia (U0GIA, guest) {gia_in_tied}, Otto (U0OTTO, of another organisation) belongs to its account."
    )
    assert len(slack.calls("users.info")) == 5, "each person is asked about once"


def test_those_in_the_triage_channels_of_further_desks_are_listed_too(slack: FakeSlack) -> None:
    slack.add_channel("C0DESK", name="mail-desk", members=["U0THEO", "U0OTTO"])
    client = WebClient(token=slack.token, base_url=slack.url, retry_handlers=[])

    found = LookAround(client, DEFAULT).look(["C0OURS", "C0DESK"], []).described()

    assert found == "In triage (C0DESK): Otto (U0OTTO, of another organisation) counts as no technician."


def test_looking_up_ends_after_so_many_people_and_says_so(slack: FakeSlack) -> None:
    people = [f"U0P{number}" for number in range(LOOK_UPS + 20)]
    for one in people:
        slack.add_user(one, name=one.lower())
    slack.add_channel("C0CROWD", name="crowd", members=people)

    assert "Not everybody was looked up" in described(slack, DEFAULT, "C0CROWD")
    assert len(slack.calls("users.info")) == LOOK_UPS


def test_looking_ends_after_so_many_channels_and_says_so(slack: FakeSlack) -> None:
    assert "Not everybody was looked up" in described(slack, DEFAULT, *["C0OURS"] * (CHANNELS + 1))


@pytest.mark.parametrize("method", ["users.info", "conversations.members", "auth.test"])
def test_what_slack_does_not_tell_is_not_taken_for_nobody(slack: FakeSlack, method: str) -> None:
    slack.fail(method, error="ratelimited")

    assert "of whom Slack told nothing just now: 1." in described(slack, DEFAULT, "C0ACME")
