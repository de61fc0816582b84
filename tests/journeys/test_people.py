"""Who counts as what; and where Slack gives no answer just now, that is taken neither for yes nor for no."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from bot.operations.packs.grant import grant_pack
from bot.rules.packs import Grant
from models import Account, Incident, Membership
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, BUILT_IN, CUSTOMERS, TRIAGE, Harness
from tests.paying import manager_context

WHO_ARE_YOU = "Slack cannot tell us who you are just now. Please try again in a minute."
WHO_ARE_THEY = "Slack cannot tell us who the technicians are just now. Please try again in a minute."
SILENCES: list[dict[str, Any]] = [
    {"status": 429, "headers": {"Retry-After": "5"}},
    {"status": 500},
    {"error": "internal_error"},
]


def account_with_a_pack(harness: Harness, member: str) -> int:
    """Register an account to which this person, domain or channel belongs, with five units."""
    kind = "user" if member.startswith("U") else "channel" if member.startswith("C") else "domain"
    with harness.guichet.database.transaction() as session:
        row = Account(code="ACME", name="Acme Ltd")
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(Membership(account_id=row.id, kind=kind, value=member))
        grant = Grant(row.id, "ORDER123456", size=5, bought_on=date(2026, 11, 1))
        grant_pack(session, grant, context=manager_context(BUILT_IN, harness.guichet.now()))
        return row.id


def incidents(harness: Harness) -> list[Incident]:
    """Return all incidents."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident)).all())


def forget_people(harness: Harness) -> None:
    """Let the program know nobody, as after a start."""
    people = harness.guichet.people
    for memory in (people._home, people._profiles, people._members, people._channels):
        memory._known.clear()


class TestFirstCommandAfterAStart:
    """One call of Slack's fails; five units are left."""

    @pytest.mark.parametrize("silence", SILENCES, ids=str)
    @pytest.mark.parametrize(
        ("member", "method"),
        [
            ("example.com", "users.info"),
            ("example.com", "auth.test"),
            (CUSTOMERS, "users.conversations"),
        ],
    )
    def test_says_that_slack_does_not_tell_and_pays_with_the_pack_afterwards(
        self, harness: Harness, member: str, method: str, silence: dict[str, Any]
    ) -> None:
        account_with_a_pack(harness, member)
        for command in ("", "packs", "list", "show INC-1"):
            forget_people(harness)
            harness.slack.fail(method, times=1, **silence)
            assert harness.alice.command("/incident", command).body["text"] == WHO_ARE_YOU
        assert harness.slack.open_view("U0ALICE") is None
        harness.clock.tick(timedelta(minutes=1))
        harness.alice.command("/incident")
        assert harness.alice.submit(ANSWERS).ok
        assert [one.billing for one in incidents(harness)] == ["reserved"]

    @pytest.mark.parametrize(
        ("member", "method"),
        [
            ("U0ALICE", "users.info"),  # named,
            ("U0ALICE", "users.conversations"),  # and nothing else could tell of more;
            (CUSTOMERS, "users.conversations"),  # in the account's own channel.
            (CUSTOMERS, "users.info"),
        ],
    )
    def test_asks_nothing_of_slack_that_does_not_matter(self, harness: Harness, member: str, method: str) -> None:
        account_with_a_pack(harness, member)
        harness.slack.fail(method, times=9, status=500)
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert harness.alice.submit(ANSWERS).ok
        assert [one.billing for one in incidents(harness)] == ["reserved"]

    @pytest.mark.parametrize("silence", SILENCES, ids=str)
    def test_keeps_what_was_typed_in_an_open_form(self, harness: Harness, silence: dict[str, Any]) -> None:
        """The program is started anew while the form is open; it names the account, and Alice may not be of it now."""
        account_with_a_pack(harness, "example.com")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        forget_people(harness)
        harness.slack.fail("users.info", times=1, **silence)
        refused = harness.alice.submit()
        assert list(refused.errors.values()) == [WHO_ARE_YOU]
        assert incidents(harness) == []
        harness.clock.tick(timedelta(minutes=1))
        assert harness.alice.submit({}).ok
        assert [(one.title, one.billing) for one in incidents(harness)] == [("Mail is down", "reserved")]

    def test_files_what_nobody_pays_for_only_once_it_is_known(self, harness: Harness) -> None:
        """The form was opened before there was an account."""
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        account_with_a_pack(harness, "example.com")
        forget_people(harness)
        harness.slack.fail("users.info", times=1, status=500)
        assert list(harness.alice.submit().errors.values()) == [WHO_ARE_YOU]

    @pytest.mark.parametrize("button", ["Agree", "Amend"])
    def test_refuses_no_customer_their_own_incident(self, harness: Harness, button: str) -> None:
        account_with_a_pack(harness, "example.com")
        cards = harness.file()
        harness.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({"Scope": "Mail of one site"}).ok
        harness.deliver()
        forget_people(harness)
        harness.slack.fail("users.info", times=1, status=500)
        harness.alice.click(button, channel=CUSTOMERS)
        assert harness.private_answers("U0ALICE")[-1] == WHO_ARE_YOU

    @pytest.mark.parametrize("button", ["Acknowledge", "Reply to customer", "Propose scope"])
    def test_refuses_no_technician_what_is_theirs(self, harness: Harness, button: str) -> None:
        cards = harness.file()
        forget_people(harness)
        harness.slack.fail("conversations.members", times=9, status=500)
        harness.tess.click(button, channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.private_answers("U0TESS")[-1] == WHO_ARE_THEY
        harness.slack.faults.clear()
        harness.clock.tick(timedelta(minutes=1))
        harness.tess.click(button, channel=TRIAGE, ts=cards[TRIAGE])
        assert len(harness.private_answers("U0TESS")) == 1

    def test_hides_nothing_from_a_technician(self, harness: Harness) -> None:
        harness.file()
        for command in ("list", "show INC-1"):
            forget_people(harness)
            harness.slack.fail("conversations.members", times=9, status=500)
            assert harness.tess.command("/incident", command, channel=TRIAGE).body["text"] == WHO_ARE_THEY
            harness.slack.faults.clear()


class TestJoining:
    """Somebody joins a channel, and Slack cannot be asked who is in it."""

    def test_of_the_accounts_channel_is_neither_yes_nor_no(self, harness: Harness) -> None:
        account_with_a_pack(harness, CUSTOMERS)
        harness.slack.add_user("U0TINA", name="tina", tz="Europe/Paris", locale="en-US")
        tina = harness.people["U0TINA"]
        assert "••••3456" not in str(tina.command("/incident", "packs").body)
        tina.join(CUSTOMERS)
        harness.slack.fail("users.conversations", times=1, status=500)
        assert tina.command("/incident", "packs").body["text"] == WHO_ARE_YOU
        assert "••••3456" in str(tina.command("/incident", "packs").body)

    def test_of_the_triage_channel_is_neither_yes_nor_no(self, harness: Harness) -> None:
        cards = harness.file()
        harness.bob.command("/incident", "list")
        harness.bob.join(TRIAGE)
        harness.slack.fail("conversations.members", times=1, status=500)
        assert harness.bob.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).status == 500
        harness.clock.tick(timedelta(minutes=1))
        assert harness.people.resend_last(retry_num=1).status == 200
        assert incidents(harness)[0].acknowledged_by == "U0BOB"


class TestGuestsAndOthers:
    """Nobody from outside our workspace is a technician unless named."""

    @pytest.fixture
    def policy_changes(self) -> dict[str, Any]:
        """The policy's settings that differ from the built-in ones."""
        return {}

    @pytest.fixture
    def harness(
        self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, policy_changes: dict[str, Any]
    ) -> Iterator[Harness]:
        """A program where a guest and somebody of another organisation are in both channels."""
        policy = BUILT_IN.model_copy(update={"people": BUILT_IN.people.model_copy(update=policy_changes)})
        for user, details in (("gus", {"is_restricted": True}), ("olga", {"team_id": "T0OTHER"})):
            slack.add_user(f"U0{user.upper()}", name=user, tz="Europe/Paris", locale="en-US", **details)  # type: ignore[arg-type]
            for channel in (CUSTOMERS, TRIAGE):
                slack.add_member(channel, f"U0{user.upper()}")
        with journey.program(slack, tmp_path, policy=policy) as guichet:
            yield Harness(slack, guichet, clock)

    @pytest.mark.parametrize("user", ["U0GUS", "U0OLGA"])
    def test_answer_nothing_in_the_triage_channel(self, harness: Harness, user: str) -> None:
        cards = harness.file()
        person = harness.people[user]
        person.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert "Only technicians" in harness.private_answers(user)[-1]
        assert person.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert person.reply("Mine, I am looking", channel=TRIAGE, thread_ts=cards[TRIAGE]).ok
        assert incidents(harness)[0].status == "open"

    @pytest.mark.parametrize("user", ["U0GUS", "U0OLGA"])
    def test_belong_to_the_account_of_the_channel_they_are_in(self, harness: Harness, user: str) -> None:
        account_with_a_pack(harness, CUSTOMERS)
        harness.file()
        harness.deliver()
        person = harness.people[user]
        assert "INC-1" in str(person.command("/incident", "list", channel=CUSTOMERS).body)

    @pytest.mark.parametrize(
        ("policy_changes", "user"),
        [
            ({"guests": "technicians"}, "U0GUS"),
            ({"others_as_technicians": ["U0OLGA"]}, "U0OLGA"),
        ],
    )
    def test_are_technicians_where_the_policy_says_so(self, harness: Harness, user: str) -> None:
        cards = harness.file()
        harness.people[user].react("eyes", channel=TRIAGE, ts=cards[TRIAGE])
        assert incidents(harness)[0].acknowledged_by == user

    @pytest.mark.parametrize("policy_changes", [{"guests": "nobody"}])
    def test_belong_only_to_accounts_that_name_them_where_guests_are_nobody(self, harness: Harness) -> None:
        acme = account_with_a_pack(harness, CUSTOMERS)
        harness.file()
        gus = harness.people["U0GUS"]
        assert "INC-1" not in str(gus.command("/incident", "list", channel=CUSTOMERS).body)
        assert "INC-1" in str(harness.people["U0OLGA"].command("/incident", "list", channel=CUSTOMERS).body)
        with harness.guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="user", value="U0GUS"))
        assert "INC-1" in str(gus.command("/incident", "list", channel=CUSTOMERS).body)

    def test_of_another_organisation_may_have_no_profile_for_us(self, harness: Harness) -> None:
        """Slack answers user_not_found for some people: that is an answer, and they do not belong to our workspace."""
        account_with_a_pack(harness, CUSTOMERS)
        cards = harness.file()
        for method in ("users.info", "users.conversations"):
            harness.slack.fail(method, times=9, error="user_not_found")
        olga = harness.people["U0OLGA"]
        olga.react("eyes", channel=TRIAGE, ts=cards[TRIAGE])
        assert incidents(harness)[0].status == "open"
        assert "INC-1" in str(olga.command("/incident", "list", channel=CUSTOMERS).body)
