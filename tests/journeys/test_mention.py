"""Somebody mentions Guichet or writes to it: whatever they say is answered, once, and where it may be read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from bot.listeners.answers import COMMANDS
from bot.operations.accounts.members import remove_member
from bot.operations.mentions import MOST_A_MINUTE
from bot.texts.catalogue import Words
from models import Counter, Incident, Membership
from tests.fake_slack import FakeSlack, payloads
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack, manager_context
from tests.people import Answer, Person

ORDER = "ORD1234563456"
SAID = "Printers are down since nine"


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the channel tied to Acme, which has a pack of three; there is a lobby of no account."""
    slack.add_user("U0GREG", name="greg")
    slack.add_channel("C0LOBBY", name="lobby", members=["U0ALICE", "U0GREG"])
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME")
        add_pack(guichet.database, journey.BUILT_IN, account_id=acme, number=ORDER, size=3)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Harness(slack, guichet, clock)


def incidents(harness: Harness) -> list[Incident]:
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident)).all())


def offer(harness: Harness, ts: str, channel: str = CUSTOMERS) -> dict[str, object]:
    """Deliver what waits, and return the newest answer in the thread of a message."""
    harness.deliver()
    return harness.slack.thread(channel, ts)[-1]


class TestMention:
    """`@Guichet …` in a channel."""

    def test_without_words_gives_the_buttons(self, harness: Harness) -> None:
        for text in ("", ":+1::skin-tone-2:", "help", "aide moi svp", "Hello everybody!", "merci beaucoup", "yes"):
            assert harness.alice.mention(text, channel=CUSTOMERS).ok
        harness.deliver()
        answers = harness.slack.ephemerals("U0ALICE")
        assert len(answers) == 7
        for one in answers:
            assert harness.slack.buttons(one) == ["File an incident", "Our incidents", "Packs", "Questions", "Help"]
        assert harness.alice.click("Packs", channel=CUSTOMERS, ts=answers[0]["ts"]).ok
        assert "3456" in harness.private_answers("U0ALICE")[-1]
        assert harness.alice.click("File an incident", channel=CUSTOMERS, ts=answers[0]["ts"]).ok
        assert harness.alice.submit(journey.ANSWERS).ok

    @pytest.mark.parametrize(
        ("word", "said"),
        [
            ("list please", "There are no open incidents"),
            ("Packs", "3456"),
            ("bonjour, forfaits s’il vous plaît", "3456"),
            ("produits mail", "Mail Server 2022"),
            ("/list", "no open"),
        ],
    )
    def test_with_a_word_of_the_command_gives_its_answer_alone(self, harness: Harness, word: str, said: str) -> None:
        said_at = harness.alice.mention(word, channel=CUSTOMERS)
        harness.deliver()
        assert [said in one for one in harness.private_answers("U0ALICE")] == [True]
        assert harness.slack.thread(CUSTOMERS, said_at.ts) == []

    def test_refuses_as_the_command_does_and_once(self, harness: Harness) -> None:
        assert harness.alice.mention("show INC-99", channel=CUSTOMERS).ok
        assert harness.alice.mention("verdicts", channel=CUSTOMERS).ok
        refused = harness.private_answers("U0ALICE")
        assert len(refused) == 2
        assert "There is no INC-99 here" in refused[0]
        assert "Only managers" in refused[1]

    def test_refuses_at_once_what_is_for_managers(self, harness: Harness) -> None:
        """The sentence is that of the command, and there is no button that would only refuse."""
        for text, who in (("admin please", harness.alice), ("bonjour, admin", harness.tess)):
            assert who.mention(text, channel=CUSTOMERS if who is harness.alice else TRIAGE).ok
            [shown] = harness.slack.ephemerals(who.id)
            assert harness.slack.text_of(shown) == who.command("/incident", "admin").body["text"]
            assert harness.slack.buttons(shown) == []

    @pytest.mark.parametrize(
        ("locale", "text", "said", "button"),
        [
            ("en-US", "B please", "@Guichet B Printers are down", "File an incident"),
            ("fr-FR", "gravité B", "@Guichet B Les imprimantes", "Déclarer un incident"),
        ],
    )
    def test_of_a_severity_alone_says_how_to_file(
        self, harness: Harness, locale: str, text: str, said: str, button: str
    ) -> None:
        harness.slack.users["U0ALICE"].locale = locale
        assert harness.alice.mention(text, channel=CUSTOMERS).ok
        [shown] = harness.slack.ephemerals("U0ALICE")
        assert said in harness.slack.text_of(shown)
        assert harness.slack.buttons(shown) == [button]
        assert harness.alice.click(button, channel=CUSTOMERS, ts=shown["ts"]).ok
        view = harness.slack.open_view("U0ALICE")
        assert view is not None
        [severity] = [one["element"] for one in view["blocks"] if one.get("block_id") == "severity"]
        assert severity["initial_option"]["value"] == "B"

    def test_that_greets_is_offered_without_the_greeting_in_the_title(self, harness: Harness) -> None:
        said = harness.alice.mention("hi our printers are down", channel=CUSTOMERS)
        shown = harness.slack.text_of(offer(harness, said.ts))
        assert "“our printers are down”" in shown
        assert "hi our printers are down" in shown

    def test_of_words_that_are_found_nowhere_can_be_filed(self, harness: Harness) -> None:
        """It may have been no search."""
        assert harness.alice.mention("hi, search is broken since nine", channel=CUSTOMERS).ok
        [shown] = harness.slack.ephemerals("U0ALICE")
        assert "No incident found for “is broken since nine”" in harness.slack.text_of(shown)
        assert harness.alice.click("File an incident", channel=CUSTOMERS, ts=shown["ts"]).ok
        answers = {label: one for label, one in journey.ANSWERS.items() if label not in {"Title", "Description"}}
        assert harness.alice.submit(answers).ok
        assert [one.title for one in incidents(harness)] == ["is broken since nine"]

    def test_is_answered_once_however_often_slack_tells_of_it(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.people.resend_last()
        harness.alice.edit(f"<@{harness.slack.bot_user}> {SAID}!", channel=CUSTOMERS, ts=said.ts)
        harness.deliver()
        [answer] = harness.slack.thread(CUSTOMERS, said.ts)
        assert f"{SAID}!" in harness.slack.text_of(answer)

    def test_that_is_edited_into_a_message_is_answered(self, harness: Harness) -> None:
        said = harness.alice.say(SAID, channel=CUSTOMERS)
        for _ in range(2):
            harness.alice.edit(f"<@{harness.slack.bot_user}> {SAID}", channel=CUSTOMERS, ts=said.ts)
        harness.deliver()
        assert len(harness.slack.thread(CUSTOMERS, said.ts)) == 1

    def test_in_code_or_by_an_app_is_left_alone(self, harness: Harness) -> None:
        quoted = f"```<@{harness.slack.bot_user}> {SAID}```"
        place = harness.slack.channels[CUSTOMERS]
        code = harness.slack.add_message(place, "U0ALICE", text=quoted)
        app = harness.slack.add_message(place, "U0ALICE", text=f"<@{harness.slack.bot_user}> {SAID}", bot_id="B0OTHER")
        for message in (code, app):
            assert harness.people.echo(CUSTOMERS, message["ts"]).ok
        harness.deliver()
        assert harness.private_answers("U0ALICE") == []
        assert [len(harness.slack.thread(CUSTOMERS, one["ts"])) for one in (code, app)] == [0, 0]

    @pytest.mark.parametrize("by_app_mention", [True, False])
    def test_in_code_alone_is_left_alone_whatever_slack_tells_of_it(
        self, harness: Harness, *, by_app_mention: bool
    ) -> None:
        quoted = f"Type `<@{harness.slack.bot_user}> list` to see them"
        place, kind = harness.slack.channels[CUSTOMERS], "app_mention" if by_app_mention else "message"
        code = harness.slack.add_message(place, "U0ALICE", text=quoted)
        assert harness.people.event({**payloads.message_event(place, code), "type": kind}).ok
        harness.deliver()
        assert harness.private_answers("U0ALICE") == []
        assert harness.slack.thread(CUSTOMERS, code["ts"]) == []

    def test_fifty_times_in_a_minute_is_not_answered_fifty_times(self, harness: Harness) -> None:
        for number in range(50):
            assert harness.alice.mention(f"{SAID} {number}", channel=CUSTOMERS).ok
        harness.deliver()
        posted = [one for one in harness.slack.messages(CUSTOMERS) if one.get("reply_count")]
        assert len(posted) == MOST_A_MINUTE
        assert ["wait a minute" in one for one in harness.private_answers("U0ALICE")] == [True]
        harness.clock.tick(timedelta(minutes=2))
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        assert SAID in harness.slack.text_of(offer(harness, said.ts))

    def test_of_a_word_that_opens_a_form_gives_the_button_that_opens_it(self, harness: Harness) -> None:
        assert harness.alice.mention("claim ORD-7", channel=CUSTOMERS).ok
        harness.alice.click("Claim a pack", channel=CUSTOMERS, ts=harness.slack.ephemerals("U0ALICE")[-1]["ts"])
        assert harness.alice.submit().ok
        harness.people["U0MAX"].say("admin")
        harness.deliver()
        assert harness.people["U0MAX"].click("Administration", channel=harness.slack.direct_message("U0MAX").id).ok


class TestEdited:
    """A message addressed to Guichet is answered again each time its words change, and only then."""

    def edit(self, harness: Harness, words: str, ts: str) -> None:
        """Let Alice change her mention; Slack tells of it twice, and once again."""
        assert harness.alice.edit(f"<@{harness.slack.bot_user}> {words}", channel=CUSTOMERS, ts=ts).ok
        harness.people.resend_last()

    @pytest.mark.parametrize("language", ["en-US", "fr-FR"])
    def test_into_another_command_is_answered_once_per_edit(self, harness: Harness, language: str) -> None:
        harness.slack.users["U0ALICE"].locale = language
        said = harness.alice.mention("list", channel=CUSTOMERS)
        self.edit(harness, "packs", said.ts)
        harness.alice.see_preview("https://acme.example", channel=CUSTOMERS, ts=said.ts)
        self.edit(harness, "list", said.ts)
        self.edit(harness, "aide", said.ts)
        harness.deliver()
        answers = harness.private_answers("U0ALICE")
        assert ["3456" in one for one in answers] == [False, True, False, False]
        assert answers[0] == answers[2]

    def test_directly_is_answered_as_well(self, harness: Harness) -> None:
        direct = harness.slack.direct_message("U0ALICE").id
        said = harness.alice.say("list")
        for words in ("packs", f"B {SAID}"):
            assert harness.alice.edit(words, channel=direct, ts=said.ts).ok
            harness.people.resend_last()
        harness.deliver()
        answers = [one for one in harness.direct("U0ALICE") if one != f"B {SAID}"]
        assert len(answers) == 3
        assert ["3456" in one for one in answers] == [False, True, True]
        assert harness.alice.say("sure").ok
        assert harness.alice.edit(f"C {SAID}", channel=direct, ts=said.ts).ok
        harness.deliver()
        assert [one.severity for one in incidents(harness)] == ["B"]
        assert sum("The change does not reach INC-1" in one for one in harness.direct("U0ALICE")) == 1

    def test_into_something_to_file_is_offered(self, harness: Harness) -> None:
        said = harness.alice.mention("", channel=CUSTOMERS)
        self.edit(harness, SAID, said.ts)
        assert SAID in harness.slack.text_of(offer(harness, said.ts))
        assert len(harness.slack.thread(CUSTOMERS, said.ts)) == 1

    def test_into_a_command_takes_the_offer_back_and_is_answered(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        self.edit(harness, "packs", said.ts)
        harness.deliver()
        assert ["3456" in one for one in harness.private_answers("U0ALICE")] == [True]
        assert harness.slack.thread(CUSTOMERS, said.ts) == []
        self.edit(harness, f"C {SAID}", said.ts)
        assert harness.slack.buttons(offer(harness, said.ts))[0] == "File now"
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert [(one.title, one.severity) for one in incidents(harness)] == [(SAID, "C")]

    def test_takes_the_severity_that_the_new_words_begin_with(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        self.edit(harness, f"B {SAID}", said.ts)
        harness.deliver()
        assert harness.alice.click("Severity C", channel=CUSTOMERS).ok
        harness.alice.see_preview("https://acme.example", channel=CUSTOMERS, ts=said.ts)
        harness.deliver()
        assert harness.alice.click("File now", channel=CUSTOMERS).ok
        assert [(one.title, one.severity) for one in incidents(harness)] == [(SAID, "C")]

    @pytest.mark.parametrize(
        ("language", "told", "closed"),
        [("en-US", "with Edit on its card", "in the thread of its card"),
         ("fr-FR", "avec Modifier sur sa fiche", "dans le fil de sa fiche")],
    )  # fmt: skip
    def test_after_it_was_filed_tells_its_author_that_this_changes_nothing(
        self, harness: Harness, language: str, told: str, closed: str
    ) -> None:
        harness.slack.users["U0ALICE"].locale = language
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        harness.deliver()
        harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts)
        harness.deliver()
        harness.alice.see_preview("https://acme.example", channel=CUSTOMERS, ts=said.ts)
        assert harness.private_answers("U0ALICE") == []
        self.edit(harness, f"B {SAID}, all of them", said.ts)
        harness.alice.see_preview("https://acme.example", channel=CUSTOMERS, ts=said.ts)
        [shown] = harness.private_answers("U0ALICE")
        assert told in shown
        assert "INC-1" in shown
        [card] = harness.cards(TRIAGE)
        harness.tess.click("Propose solution", channel=TRIAGE, ts=card["ts"])
        assert harness.tess.submit({"Solution": "Restart it."}).ok
        harness.tess.click("Close", channel=TRIAGE, ts=card["ts"])
        assert harness.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
        self.edit(harness, f"B {SAID}, none of them", said.ts)
        assert [closed in one for one in harness.private_answers("U0ALICE")] == [False, True]
        self.edit(harness, "packs", said.ts)
        assert "3456" in harness.private_answers("U0ALICE")[-1]


BEHIND = {"show": "INC-1", "explain": "INC-1", "search": "mail", "products": "mail", "claim": "ORD-77", "faq": "packs"}
"""The arguments of the command words that take one."""
ROLES = {"U0ALICE": "en", "U0TESS": "fr", "U0MAX": "en"}
"""A customer, a technician and a manager, with the language in which they ask."""


class TestTwins:
    """Each word of the command has a twin as mention, direct message and, where it opens a form, button."""

    @pytest.mark.parametrize("user", ROLES)
    def test_every_word_is_answered_alike_whichever_way_it_comes(self, harness: Harness, user: str) -> None:
        """What is refused is refused everywhere in the same words; a form says the same when a button opens it."""
        harness.slack.users[user].locale = {"en": "en-US", "fr": "fr-FR"}[ROLES[user]]
        if user not in harness.slack.channels[CUSTOMERS].members:
            harness.slack.add_member(CUSTOMERS, user)
        harness.file()
        who, words = harness.people[user], Words(ROLES[user], "UTC")
        for name in COMMANDS:
            harness.clock.tick(timedelta(minutes=1))
            typed = f"{words.listed(f'command-{name}')[0]} {BEHIND.get(name, '')}".strip()
            answers = [
                shown_by(harness, who, lambda: who.command("/incident", typed, channel=CUSTOMERS)),  # noqa: B023
                shown_by(harness, who, lambda: who.mention(typed, channel=CUSTOMERS)),  # noqa: B023
            ]
            if name != "counter":  # It is for a channel.
                answers.append(shown_by(harness, who, lambda: who.say(typed)))  # noqa: B023
            assert all(answers), (user, name)
            if name == "help":  # In a direct message nobody needs to mention Guichet.
                private, public = (words("menu", is_private=one) for one in ("yes", "no"))
                assert private in answers[2]
                answers[2] = answers[2].replace(private, public)
            if name == "help" or answers[0].startswith("form "):
                pressed = words(f"button-ask_{name}")
                assert len(set(answers[1:])) == 1, (user, name)
                button = harness.slack.ephemerals(user)[-1]
                assert answers[0] == shown_by(
                    harness,
                    who,
                    lambda: who.click(pressed, channel=CUSTOMERS, ts=button["ts"]),  # noqa: B023
                ), (user, name)
            else:
                assert len(set(answers)) == 1, (user, name)


def shown_by(harness: Harness, who: Person, gesture: Callable[[], Answer]) -> str:
    """Return what somebody is shown in answer to a gesture; a form by its callback id and what stands in it."""
    seen = len(harness.slack.dms(who.id)), len(harness.slack.ephemerals(who.id))
    assert gesture().ok
    harness.deliver()
    news = [*harness.slack.dms(who.id)[seen[0] :], *harness.slack.ephemerals(who.id)[seen[1] :]]
    shown = [harness.slack.text_of(one) for one in news if one["user"] == harness.slack.bot_user]
    form = harness.slack.open_view(who.id)
    harness.slack.stacks[who.id].clear()
    if form is None:
        return "\n".join(shown)
    typed = [one["element"].get("initial_value") for one in form["blocks"] if "element" in one]
    return f"form {form['callback_id']} {typed}"


class TestQuestions:
    """The FAQ: as command, mention, button, and by choosing a question."""

    def test_are_answered_whichever_way_they_come(self, harness: Harness) -> None:
        assert harness.alice.mention("faq how do I send a tax exemption certificate?", channel=CUSTOMERS).ok
        assert "to @max" in harness.private_answers("U0ALICE")[-1]
        assert harness.alice.mention("", channel=CUSTOMERS).ok
        assert harness.alice.click("Questions", channel=CUSTOMERS, ts=harness.slack.ephemerals("U0ALICE")[-1]["ts"]).ok
        listed = harness.slack.ephemerals("U0ALICE")[-1]
        assert "When does a pack expire?" in harness.slack.text_of(listed)
        assert harness.alice.choose("When does a pack expire?", channel=CUSTOMERS, ts=listed["ts"]).ok
        assert "30 days and 7 days before" in harness.private_answers("U0ALICE")[-1]
        assert "weather" in harness.alice.command("/incident", "faq weather").body["text"]
        assert "4 business hours" in harness.alice.command("/incident", "questions délais").body["text"]

    def test_are_answered_in_french_and_where_all_may_read_if_slack_shows_nobody_alone(self, harness: Harness) -> None:
        harness.slack.users["U0ALICE"].locale = "fr-FR"
        assert harness.alice.command("/incident", "faq pack acheteur parti").body["text"].startswith("*L’acheteur")
        harness.slack.fail("chat.postEphemeral", error="user_not_in_channel")
        said = harness.alice.mention("faq gravité", channel=CUSTOMERS)
        assert "réponse initiale" in harness.slack.text_of(offer(harness, said.ts))


class TestCounter:
    """The standing message with the buttons."""

    def test_is_for_technicians_in_the_channel_of_an_account(self, harness: Harness) -> None:
        assert "Only technicians" in harness.alice.command("/incident", "counter", channel=CUSTOMERS).body["text"]
        harness.slack.add_member("C0LOBBY", "U0TESS")
        assert "not tied to an account" in harness.tess.command("/incident", "counter", channel="C0LOBBY").body["text"]
        harness.slack.add_member("C0LOBBY", "U0MAX")
        refused = harness.people["U0MAX"].command("/incident", "comptoir", channel="C0LOBBY").body["text"]
        assert refused.endswith("Rattachez-le d’abord à un compte\u00a0: /incident admin, *Membres d’un compte*.")

    def test_moves_to_the_bottom_and_files(self, harness: Harness) -> None:
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        assert harness.tess.command("/incident", "counter", channel=CUSTOMERS).ok
        harness.deliver()
        harness.alice.say("Hello", channel=CUSTOMERS)
        assert harness.tess.mention("counter", channel=CUSTOMERS).ok
        harness.deliver()
        harness.deliver()
        with_buttons = [one for one in harness.slack.messages(CUSTOMERS) if harness.slack.buttons(one)]
        assert len(with_buttons) == 1
        assert harness.alice.click("File an incident", channel=CUSTOMERS, ts=with_buttons[0]["ts"]).ok
        assert harness.alice.submit(journey.ANSWERS).ok
        assert [one.opened_in for one in incidents(harness)] == [CUSTOMERS]

    @pytest.mark.parametrize("stands", [True, False])
    def test_goes_when_the_channel_is_no_longer_the_accounts(self, harness: Harness, *, stands: bool) -> None:
        """Also if the counter has not been posted yet."""
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        assert harness.tess.command("/incident", "counter", channel=CUSTOMERS).ok
        if stands:
            harness.deliver()
        with harness.guichet.database.transaction() as session:
            context = manager_context(journey.BUILT_IN)
            remove_member(session, account_id=1, kind="channel", value=CUSTOMERS, context=context)
        harness.deliver()
        assert [one for one in harness.slack.messages(CUSTOMERS) if harness.slack.buttons(one)] == []
        with harness.guichet.database.reading() as session:
            assert session.exec(select(Counter)).all() == []


class TestOffer:
    """Anything else that is said is offered to be filed."""

    def test_carries_the_words_and_the_deadline_of_each_severity(self, harness: Harness) -> None:
        said = harness.alice.mention(f"{SAID}\nAll of them, on two floors.", channel=CUSTOMERS)
        shown = harness.slack.text_of(offer(harness, said.ts))
        assert SAID in shown
        assert "on two floors" in shown
        assert harness.slack.text_of({"blocks": offer(harness, said.ts)["blocks"]}).count(SAID) == 1
        assert harness.slack.text_of({"blocks": offer(harness, said.ts)["blocks"]}).count("initial response by") == 3
        assert "1 of the 3 incidents left in the pack ••••3456" in shown
        harness.alice.click("Fill in the form", channel=CUSTOMERS)
        assert harness.alice.submit({"What do you need?": "Help with one problem", "Product": "Mail Server 2022",
                                  "Severity": journey.ANSWERS["Severity"], "Cover": "Business hours"}).ok  # fmt: skip
        [incident] = incidents(harness)
        assert (incident.title, incident.opened_by) == (SAID, "U0ALICE")
        assert incident.description == f"{SAID}\nAll of them, on two floors."
        harness.deliver()
        answer = harness.slack.thread(CUSTOMERS, said.ts)[-1]
        assert harness.slack.buttons(answer) == []
        assert f"archives/{CUSTOMERS}/p" in str(answer["blocks"])

    @pytest.mark.parametrize("words", ["", "\u00a0", "list", "voir INC-1"])
    def test_is_taken_back_once_the_message_says_nothing_to_file(self, harness: Harness, words: str) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        harness.deliver()
        harness.alice.edit(f"<@{harness.slack.bot_user}> {words}", channel=CUSTOMERS, ts=said.ts)
        harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts)
        harness.deliver()
        assert incidents(harness) == []
        assert harness.slack.buttons(harness.slack.thread(CUSTOMERS, said.ts)[-1]) == []

    def test_is_filed_in_the_thread_without_a_form(self, harness: Harness) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        shown = offer(harness, said.ts)
        assert harness.slack.buttons(shown)[0] == "File now"
        harness.clock.tick(timedelta(minutes=10))
        assert harness.alice.reply("Oui", channel=CUSTOMERS, thread_ts=said.ts).ok
        [incident] = incidents(harness)
        assert (incident.severity, incident.title, incident.billing) == ("B", SAID, "reserved")
        assert incident.opened_at == harness.guichet.now()
        harness.deliver()
        assert "INC-1" in harness.slack.text_of(harness.slack.message(CUSTOMERS, shown["ts"]))
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert len(incidents(harness)) == 1

    @pytest.mark.parametrize("answer", ["Yes, please!", "Oui, merci.", "Yes, file it", "Oui, s'il vous plaît"])
    def test_is_accepted_politely(self, harness: Harness, answer: str) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        offer(harness, said.ts)
        assert harness.alice.reply(answer, channel=CUSTOMERS, thread_ts=said.ts).ok
        assert [one.title for one in incidents(harness)] == [SAID]

    def test_takes_a_severity_in_the_thread_or_with_a_button(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        offer(harness, said.ts)
        harness.alice.reply("c", channel=CUSTOMERS, thread_ts=said.ts)
        harness.deliver()
        assert harness.alice.click("Severity A", channel=CUSTOMERS).ok
        harness.deliver()
        assert harness.alice.click("File now", channel=CUSTOMERS).ok
        assert [one.severity for one in incidents(harness)] == ["A"]

    def test_is_not_accepted_by_somebody_else(self, harness: Harness) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        offer(harness, said.ts)
        assert harness.bob.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert harness.bob.click("File now", channel=CUSTOMERS).ok
        assert incidents(harness) == []
        assert ["quelqu’un d’autre" in one for one in harness.private_answers("U0BOB")] == [True, True]

    def test_is_made_anew_a_day_later(self, harness: Harness) -> None:
        """The earlier offer, which no longer holds, goes with its buttons."""
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        first = offer(harness, said.ts)
        harness.clock.tick(timedelta(days=1))
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert incidents(harness) == []
        assert "no longer applies" in harness.slack.text_of(offer(harness, said.ts))
        assert first["ts"] not in harness.slack.channels[CUSTOMERS].messages
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert len(incidents(harness)) == 1
        harness.deliver()
        assert [harness.slack.buttons(one) for one in harness.slack.thread(CUSTOMERS, said.ts)] == [[]] * 3

    def test_that_was_made_anew_before_it_was_posted_stands_there_once(self, harness: Harness) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        harness.clock.tick(timedelta(days=1))
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        harness.deliver()
        buttons = [harness.slack.buttons(one) for one in harness.slack.thread(CUSTOMERS, said.ts)]
        assert [one[0] for one in buttons if one] == ["File now"]

    def test_is_made_anew_where_the_pack_has_run_out(self, harness: Harness) -> None:
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        offer(harness, said.ts)
        for _ in range(3):
            harness.file()
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert len(incidents(harness)) == 3
        assert "charged individually" in harness.slack.text_of(offer(harness, said.ts))

    def test_is_removed_when_its_message_is_deleted(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        shown = offer(harness, said.ts)
        assert harness.alice.delete(channel=CUSTOMERS, ts=said.ts).ok
        harness.deliver()
        assert shown["ts"] not in harness.slack.channels[CUSTOMERS].messages

    def test_names_no_account_where_others_read(self, harness: Harness) -> None:
        """Alice belongs to Acme by its channel; the lobby is everybody's."""
        said = harness.alice.mention(SAID, channel="C0LOBBY")
        shown = harness.slack.text_of(offer(harness, said.ts, "C0LOBBY"))
        assert "prepaid incident of your account" in shown
        assert "3456" not in shown
        assert "ACME" not in shown.upper()


class TestDirectMessage:
    """Every direct message to Guichet is answered."""

    def test_is_offered_to_be_filed_and_filed(self, harness: Harness) -> None:
        assert harness.alice.say(f"B {SAID}").ok
        harness.deliver()
        assert SAID in harness.direct("U0ALICE")[-1]
        assert harness.alice.say("yes").ok
        assert [one.title for one in incidents(harness)] == [SAID]

    def test_with_a_word_is_answered_there(self, harness: Harness) -> None:
        assert harness.alice.say("packs").ok
        harness.deliver()
        assert "3456" in harness.direct("U0ALICE")[-1]

    @pytest.mark.parametrize(
        ("locale", "told"), [("en-US", "“{}Printers are down"), ("fr-FR", "«\u00a0{}Les imprimantes sont en panne")]
    )
    def test_that_says_too_little_is_told_what_to_write(self, harness: Harness, locale: str, told: str) -> None:
        """Nobody needs to mention Guichet there."""
        harness.slack.users["U0ALICE"].locale = locale
        for words, severity in (("hello", "B "), ("C", "C ")):
            assert harness.alice.say(words).ok
            harness.deliver()
            shown = harness.direct("U0ALICE")[-1]
            assert told.format(severity) in shown
            assert "@Guichet" not in shown


class TestWhereSlackShowsNothingAlone:
    """The answer is in the thread, but only where everybody who reads it may see it."""

    def test_answers_in_the_channel_of_the_account(self, harness: Harness) -> None:
        harness.slack.fail("chat.postEphemeral", error="user_not_in_channel", times=2)
        said = harness.alice.mention("packs", channel=CUSTOMERS)
        assert "3456" in harness.slack.text_of(offer(harness, said.ts))

    def test_says_elsewhere_where_to_ask(self, harness: Harness) -> None:
        harness.slack.fail("chat.postEphemeral", error="user_not_in_channel", times=2)
        said = harness.alice.mention("packs", channel="C0LOBBY")
        shown = harness.slack.text_of(offer(harness, said.ts, "C0LOBBY"))
        assert "ask in the channel of your account" in shown
        assert "3456" not in shown

    def test_says_in_the_thread_how_to_go_on_without_a_form(self, harness: Harness) -> None:
        """Slack opens no form for people of other organisations, and takes no direct message to them."""
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        offer(harness, said.ts)
        harness.slack.fail("views.open", error="restricted_action")
        harness.slack.fail("chat.postEphemeral", error="user_not_in_channel")
        harness.slack.fail("chat.postMessage", error="channel_not_found", channel="U0ALICE")
        assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert harness.slack.faults_hit == 3
        assert "Slack does not open this form" in harness.slack.text_of(offer(harness, said.ts))
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert len(incidents(harness)) == 1
