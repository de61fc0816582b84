"""Somebody mentions Guichet in the thread of a card: only they see the answer to a command; the rest is for people."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Incident, Remark
from tests.fake_slack.connect import Connect
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness

OTHER = "Printers are down, too"


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident of Alice's; Theo is in her channel, too."""
    harness.slack.add_member(CUSTOMERS, "U0THEO")
    for user in ("U0ALICE", "U0THEO"):
        harness.slack.users[user].locale = "en-US"
    cards = harness.file()
    harness.deliver()
    return cards


def incident(harness: Harness, number: int = 1) -> Incident:
    with harness.guichet.database.reading() as session:
        return session.get_one(Incident, number)


def remarks(harness: Harness) -> list[str]:
    with harness.guichet.database.reading() as session:
        return [one.text for one in session.exec(select(Remark)).all()]


def lengths(harness: Harness, cards: dict[str, str]) -> list[int]:
    """Return the number of the bot's messages in each of the two threads."""
    harness.deliver()
    bot = harness.slack.bot_user
    return [sum(one["user"] == bot for one in harness.slack.thread(*place)) for place in cards.items()]


def close(harness: Harness, cards: dict[str, str]) -> None:
    harness.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE])
    assert harness.tess.submit({"Solution": "Restart it."}).ok
    harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
    assert harness.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
    harness.pass_time(minutes=1)


class TestCommand:
    """A command is answered in the thread, visible only to the person who asks."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [("", "What can I do for you?"), ("help", "What can I do for you?"), ("list", "INC-1"), ("show INC-1", "Mail"),
         ("faq severity", "initial response"), ("voir INC-1", "Mail"), ("aide", "What can I do for you?")],
    )  # fmt: skip
    def test_of_a_customer_is_answered_and_not_copied(
        self, harness: Harness, cards: dict[str, str], words: str, told: str
    ) -> None:
        before = lengths(harness, cards)
        assert harness.alice.mention(words, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.people.resend_last()
        assert lengths(harness, cards) == before
        [answer] = harness.slack.ephemerals("U0ALICE")
        assert answer["thread_ts"] == cards[CUSTOMERS]
        assert told in harness.slack.text_of(answer)
        assert "not passed on to the technicians of INC-1" in harness.slack.text_of(answer)
        assert remarks(harness) == []

    def test_names_an_act_and_leads_to_it(self, harness: Harness, cards: dict[str, str]) -> None:
        close(harness, cards)
        assert harness.alice.mention("please reopen INC-1", channel=CUSTOMERS).ok
        shown = harness.slack.ephemerals("U0ALICE")[-1]
        assert harness.choose(harness.alice, "reopen", shown["ts"], CUSTOMERS).ok
        assert harness.alice.submit({"Reason": "It is down again."}).ok
        harness.deliver()
        assert "It is down again." in str(harness.slack.thread(TRIAGE, cards[TRIAGE])[-1])

    @pytest.mark.parametrize(
        ("words", "told"),
        [("show", "History"), ("explain", "How the deadline of INC-1"), ("explain, please", "deadline of INC-1"),
         ("voir", "History"), ("expliquer svp", "How the deadline of INC-1")],
    )  # fmt: skip
    @pytest.mark.parametrize("side", [CUSTOMERS, TRIAGE])
    def test_without_a_number_is_about_the_incident_of_the_card(
        self, harness: Harness, cards: dict[str, str], words: str, told: str, side: str
    ) -> None:
        harness.file(Title="Another one", Description="Of something else.")
        who = harness.alice if side == CUSTOMERS else harness.theo
        assert who.mention(words, channel=side, thread_ts=cards[side]).ok
        [answer] = harness.private_answers(who.id)
        assert told in answer
        assert "INC-1" in answer

    @pytest.mark.parametrize("side", [CUSTOMERS, TRIAGE])
    def test_of_a_technician_is_no_initial_response(self, harness: Harness, cards: dict[str, str], side: str) -> None:
        before = lengths(harness, cards)
        for words in ("show INC-1", "liste", ""):
            assert harness.theo.mention(words, channel=side, thread_ts=cards[side]).ok
        harness.guichet.reread_queue.start()
        assert lengths(harness, cards) == before
        assert incident(harness).status == "open"
        assert len(harness.private_answers("U0THEO")) == 3
        assert harness.direct("U0THEO") == []

    def test_that_slack_did_not_tell_us_of_is_no_remark_either(self, harness: Harness, cards: dict[str, str]) -> None:
        bot = f"<@{harness.slack.bot_user}>"
        harness.unheard("U0THEO", f"{bot} list", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.unheard("U0ALICE", f"{bot} list", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.guichet.reread_queue.start()
        assert (remarks(harness), incident(harness).status) == ([], "open")
        harness.unheard("U0ALICE", f"{bot} {OTHER}", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.clock.tick(timedelta(hours=1))
        harness.guichet.reread_queue.start()
        assert [OTHER in one for one in remarks(harness)] == [True]

    def test_is_not_answered_by_the_way_to_go_on_below_a_closed_incident(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        close(harness, cards)
        before = lengths(harness, cards)
        assert harness.alice.mention("list", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        assert lengths(harness, cards) == before
        assert len(harness.private_answers("U0ALICE")) == 1

    def test_and_other_words_follow_the_edits_of_a_message(self, harness: Harness, cards: dict[str, str]) -> None:
        bot = f"<@{harness.slack.bot_user}>"
        said = harness.alice.mention("list", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        for words in (OTHER, f"{OTHER}!", "list"):
            assert harness.alice.edit(f"{bot} {words}", channel=CUSTOMERS, ts=said.ts).ok
            harness.alice.see_preview("https://acme.example", channel=CUSTOMERS, ts=said.ts)
        told = harness.private_answers("U0ALICE")
        assert ["INC-1 read what you wrote" in one for one in told] == [False, True, False]
        assert ["list" in one for one in remarks(harness)] == [True]
        assert harness.alice.delete(channel=CUSTOMERS, ts=said.ts).ok
        harness.deliver()
        assert "(deleted" in harness.thread(TRIAGE, cards[TRIAGE])[-1]


class TestOtherWords:
    """Read by the people of the incident, as without the mention; their author reads who those are."""

    def test_of_a_customer_are_copied_and_can_be_filed(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.alice.mention(OTHER, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.people.resend_last()
        harness.deliver()
        assert OTHER in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        [answer] = harness.slack.ephemerals("U0ALICE")
        assert "The technicians of INC-1 read what you wrote" in harness.slack.text_of(answer)
        assert harness.alice.click("File a new one", channel=CUSTOMERS, ts=answer["ts"]).ok
        assert harness.alice.submit({key: value for key, value in ANSWERS.items() if key != "Title"}).ok
        filed = incident(harness, 2)
        assert (filed.title, filed.follows_id) == (OTHER, None)

    def test_are_answered_in_french(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.bob.mention(OTHER, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        assert harness.bob.mention("questions délais", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        first, second = harness.private_answers("U0BOB")
        assert "Les techniciens de INC-1 lisent" in first
        assert "n’a pas été transmis aux techniciens de INC-1" in second

    @pytest.mark.parametrize(
        "words",
        [
            "thanks!",
            "merci",
            "Hello",
            "yes",
            "the list of users is gone since nine",
            "We need help!",
            "j’ai un problème",
        ],
    )
    def test_are_what_people_say_to_each_other_as_well(
        self, harness: Harness, cards: dict[str, str], words: str
    ) -> None:
        assert harness.alice.mention(words, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        assert [words in one for one in remarks(harness)] == [True]
        assert ["read what you wrote" in one for one in harness.private_answers("U0ALICE")] == [True]

    def test_of_a_technician_to_the_customer_count_as_ever(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.theo.mention("please restart it", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        assert incident(harness).acknowledged_by == "U0THEO"
        assert ["customer of INC-1 reads" in one for one in harness.private_answers("U0THEO")] == [True]

    def test_in_the_triage_thread_stay_there_and_say_how_to_reply(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        before = lengths(harness, cards)
        assert harness.theo.mention("tell Alice to restart it", channel=TRIAGE, thread_ts=cards[TRIAGE]).ok
        assert lengths(harness, cards) == before
        [answer] = harness.slack.ephemerals("U0THEO")
        assert "the customer of INC-1 does not read it" in harness.slack.text_of(answer)
        assert harness.theo.click("Reply to customer", channel=TRIAGE, ts=answer["ts"]).ok
        assert harness.theo.submit({"Your reply": "Please restart it."}).ok
        harness.deliver()
        assert "Please restart it." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]

    def test_below_a_closed_incident_are_answered_once_and_go_on_from_it(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        close(harness, cards)
        assert harness.alice.mention(OTHER, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.deliver()
        assert "🔒" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert harness.private_answers("U0ALICE") == []
        assert harness.alice.mention(f"{OTHER}!", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        [answer] = harness.slack.ephemerals("U0ALICE")
        assert harness.alice.click("File a new one", channel=CUSTOMERS, ts=answer["ts"]).ok
        assert harness.alice.submit({key: value for key, value in ANSWERS.items() if key != "Title"}).ok
        filed = incident(harness, 2)
        assert (filed.title, filed.follows_id) == (f"{OTHER}!", 1)

    def test_keep_to_the_pace(self, harness: Harness, cards: dict[str, str]) -> None:
        for number in range(13):
            assert harness.alice.mention(f"{OTHER} {number}", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        told = harness.private_answers("U0ALICE")
        assert [sum(words in one for one in told) for words in ("read what you wrote", "wait a minute")] == [10, 1]
        assert len(remarks(harness)) == 13

    def test_in_code_or_by_an_app_are_answered_by_nothing(self, harness: Harness, cards: dict[str, str]) -> None:
        bot = f"<@{harness.slack.bot_user}>"
        assert harness.alice.reply(f"Type `{bot} list`", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        place = harness.slack.channels[CUSTOMERS]
        parts = {"text": f"{bot} list", "bot_id": "B0OTHER", "thread_ts": cards[CUSTOMERS]}
        app = harness.slack.add_message(place, "U0ALICE", **parts)
        assert harness.people.echo(CUSTOMERS, app["ts"]).ok
        assert harness.private_answers("U0ALICE") == []
        assert len(remarks(harness)) == 1


def test_an_offer_is_answered_with_a_mention_and_talk_goes_to_people(harness: Harness, cards: dict[str, str]) -> None:
    said = harness.alice.reply(OTHER, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    harness.deliver()
    assert "mention me with your answer: “@Guichet yes B”" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
    assert harness.alice.reply("yes B", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    assert harness.alice.mention("ok", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    with harness.guichet.database.reading() as session:
        assert len(session.exec(select(Incident)).all()) == 1
    assert harness.alice.mention("yes B", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    harness.people.resend_last()
    assert (incident(harness, 2).title, incident(harness, 2).severity) == (OTHER, "B")
    assert [OTHER in one or "yes B" in one or "ok" in one for one in remarks(harness)] == [True] * 3


def test_people_of_other_organisations_are_answered_as_well(harness: Harness, cards: dict[str, str]) -> None:
    """Where Slack shows them no ephemeral messages, the thread has the answer, with nothing new about the incident."""
    harness.slack.connect = Connect()
    harness.slack.users["U0BOB"].team_id = "T0ACME"
    before = lengths(harness, cards)
    for words in ("", OTHER):
        assert harness.bob.mention(words, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    assert lengths(harness, cards) == [before[0] + 2, before[1] + 1]
    assert "The technicians of INC-1 read what you wrote" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
