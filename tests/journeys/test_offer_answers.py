"""Somebody answers an offer in words: clear answers are carried out, unclear ones questioned, talk is left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from models import Incident
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, Harness
from tests.paying import tie_acme

SAID = "Printers are down since nine"
LANGUAGES = pytest.mark.parametrize("language", ["en-US", "fr-FR"])


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the channel tied to Acme, which has a pack of three; Theo and Bob are in the channel."""
    slack.add_member(CUSTOMERS, "U0THEO")
    for user in ("U0THEO", "U0BOB"):
        slack.users[user].locale = "en-US"
    with journey.program(slack, tmp_path) as guichet:
        tie_acme(guichet, CUSTOMERS)
        yield Harness(slack, guichet, clock)


def incidents(harness: Harness) -> list[tuple[str, str]]:
    """Return title and severity of each incident."""
    with harness.guichet.database.reading() as session:
        return [(one.title, one.severity) for one in session.exec(select(Incident)).all()]


def offered(harness: Harness, words: str = SAID, *, language: str = "en-US") -> str:
    """Let Alice mention Guichet with these words, and return the ts of her message once the offer stands below it."""
    harness.slack.users["U0ALICE"].locale = language
    said = harness.alice.mention(words, channel=CUSTOMERS)
    harness.deliver()
    return said.ts


def answer(harness: Harness, words: str, ts: str) -> None:
    assert harness.alice.reply(words, channel=CUSTOMERS, thread_ts=ts).ok
    harness.people.resend_last()
    harness.deliver()


class TestYes:
    """A yes files the incident, with a severity that is named beside it."""

    @pytest.mark.parametrize(
        ("words", "severity"),
        [("Sure!", "B"), ("ok, go ahead", "B"), ("yes C", "C"), ("Oui, gravité A s’il vous plaît", "A")],
    )
    def test_files_with_the_severity_that_is_named(self, harness: Harness, words: str, severity: str) -> None:
        answer(harness, words, offered(harness, f"B {SAID}"))
        assert incidents(harness) == [(SAID, severity)]
        assert harness.private_answers("U0ALICE") == []

    def test_by_mention_files_once_and_says_nothing_else(self, harness: Harness) -> None:
        ts = offered(harness)
        assert harness.alice.mention("yes B", channel=CUSTOMERS, thread_ts=ts).ok
        assert incidents(harness) == [(SAID, "B")]
        assert harness.private_answers("U0ALICE") == []

    def test_without_a_severity_is_told_so(self, harness: Harness) -> None:
        ts = offered(harness)
        assert harness.alice.mention("yes", channel=CUSTOMERS, thread_ts=ts).ok
        assert incidents(harness) == []
        assert ["choose a severity first" in one for one in harness.private_answers("U0ALICE")] == [True]
        answer(harness, "Severity C, please", ts)
        answer(harness, "yes please", ts)
        assert incidents(harness) == [(SAID, "C")]

    def test_is_asked_again_where_what_was_shown_no_longer_applies(self, harness: Harness) -> None:
        ts = offered(harness)
        harness.clock.tick(86_400)
        answer(harness, "yes B", ts)
        assert incidents(harness) == []
        assert "no longer applies" in harness.thread(CUSTOMERS, ts)[-1]
        answer(harness, "yes", ts)
        assert incidents(harness) == [(SAID, "B")]

    @pytest.mark.parametrize(("before", "filed"), [("maybe", 1), ("yes?", 1), ("yes", 0)])
    def test_counts_when_it_is_edited_into_words_that_were_no_answer(
        self, harness: Harness, before: str, filed: int
    ) -> None:
        """What was a yes already was refused here, as no severity was chosen then."""
        ts = offered(harness)
        reply = harness.alice.reply(before, channel=CUSTOMERS, thread_ts=ts)
        answer(harness, "B", ts)
        assert harness.alice.edit("yes!", channel=CUSTOMERS, ts=reply.ts).ok
        assert len(incidents(harness)) == filed

    @LANGUAGES
    def test_that_is_edited_into_another_answer_counts_as_that(self, harness: Harness, language: str) -> None:
        """Told to choose a severity first, people mend their message instead of writing another one."""
        ts = offered(harness, language=language)
        reply = harness.alice.reply("oui", channel=CUSTOMERS, thread_ts=ts)
        assert len(harness.private_answers("U0ALICE")) == 1
        for words in ("oui !", "oui C", "Oui, C."):
            assert harness.alice.edit(words, channel=CUSTOMERS, ts=reply.ts).ok
            harness.people.resend_last()
        assert incidents(harness) == [(SAID, "C")]
        assert len(harness.private_answers("U0ALICE")) == 1
        assert harness.alice.edit("yes A", channel=CUSTOMERS, ts=reply.ts).ok
        told = harness.slack.ephemerals("U0ALICE")[-1]
        assert "INC-1" in told["text"]
        assert told["thread_ts"] == ts
        assert incidents(harness) == [(SAID, "C")]

    def test_that_comes_too_late_is_told_what_became_of_it(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        for words in ("yes", "yes", "ok", "no thanks"):
            answer(harness, words, ts)
        assert ["already been filed, as INC-1" in one for one in harness.private_answers("U0ALICE")] == [True, True]

    @pytest.mark.parametrize(
        ("language", "words", "told"),
        [("en-US", "yes A", "go on with the buttons on its card"), ("fr-FR", "oui A", "avec les boutons de sa fiche")],
    )
    def test_that_names_another_severity_too_late_is_told_how_to_change_it(
        self, harness: Harness, language: str, words: str, told: str
    ) -> None:
        ts = offered(harness, f"B {SAID}", language=language)
        for answered in ("yes", words):
            answer(harness, answered, ts)
        assert [told in one for one in harness.private_answers("U0ALICE")] == [True]

    @LANGUAGES
    def test_that_is_edited_into_a_no_is_told_what_became_of_it(self, harness: Harness, language: str) -> None:
        ts = offered(harness, f"B {SAID}", language=language)
        reply = harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=ts)
        assert harness.alice.edit("yes!", channel=CUSTOMERS, ts=reply.ts).ok
        assert harness.private_answers("U0ALICE") == []
        assert harness.alice.edit("non merci", channel=CUSTOMERS, ts=reply.ts).ok
        harness.people.resend_last()
        assert ["INC-1" in one for one in harness.private_answers("U0ALICE")] == [True]
        assert len(incidents(harness)) == 1


class TestSeverity:
    """A severity is chosen in words; only a yes files."""

    def test_follows_the_edits_of_the_message_that_chose_it(self, harness: Harness) -> None:
        ts = offered(harness)
        reply = harness.alice.reply("B", channel=CUSTOMERS, thread_ts=ts)
        assert harness.alice.edit("C", channel=CUSTOMERS, ts=reply.ts).ok
        assert harness.alice.edit("C", channel=CUSTOMERS, ts=reply.ts).ok
        assert harness.private_answers("U0ALICE") == []
        answer(harness, "yes", ts)
        assert incidents(harness) == [(SAID, "C")]

    @pytest.mark.parametrize(
        ("language", "told"),
        [("en-US", "Severity B is chosen already; nothing has been filed yet. Write “yes” to file it"),
         ("fr-FR", "La gravité B est déjà choisie ; rien n’est encore déclaré. Écrivez « oui » pour déclarer")],
    )  # fmt: skip
    def test_that_is_chosen_already_is_told_that_nothing_is_filed(
        self, harness: Harness, language: str, told: str
    ) -> None:
        ts = offered(harness, f"B {SAID}", language=language)
        answer(harness, "gravité b", ts)
        assert harness.alice.mention("B", channel=CUSTOMERS, thread_ts=ts).ok
        shown = [one.replace("\u00a0", " ").replace("\u202f", " ") for one in harness.private_answers("U0ALICE")]
        assert [told in one for one in shown] == [True, True]
        assert incidents(harness) == []


class TestNo:
    """A no withdraws the offer, from a person who may answer it."""

    @LANGUAGES
    @pytest.mark.parametrize("words", ["No, thanks.", "annuler", "never mind"])
    def test_takes_the_offer_back_and_says_how_to_have_it_again(
        self, harness: Harness, language: str, words: str
    ) -> None:
        ts = offered(harness, language=language)
        answer(harness, words, ts)
        answer(harness, "non merci", ts)
        assert [one["user"] for one in harness.slack.thread(CUSTOMERS, ts)] == ["U0ALICE"] * 2
        assert ["🎫" in one or ":ticket:" in one for one in harness.private_answers("U0ALICE")] == [True]
        answer(harness, "yes B", ts)
        assert incidents(harness) == []
        assert len(harness.private_answers("U0ALICE")) == 2
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=ts).ok
        answer(harness, "yes B", ts)
        assert incidents(harness) == [(SAID, "B")]

    def test_of_others_is_talk(self, harness: Harness) -> None:
        ts = offered(harness)
        for who in (harness.bob, harness.theo):
            assert who.reply("no", channel=CUSTOMERS, thread_ts=ts).ok
            assert harness.private_answers(who.id) == []
        answer(harness, "yes B", ts)
        assert incidents(harness) == [(SAID, "B")]

    def test_to_another_severity_chooses_it(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        answer(harness, "No, C", ts)
        assert incidents(harness) == []
        answer(harness, "yes", ts)
        assert incidents(harness) == [(SAID, "C")]


class TestNotUnderstood:
    """People read what they can answer, where a few words, or the first ones, may have been an answer."""

    @pytest.mark.parametrize(
        ("language", "begun", "told"),
        [("en-US", "", "Write A, B or C"), ("en-US", "B ", "“yes” to file it with severity B"),
         ("fr-FR", "", "Écrivez A, B ou C"), ("fr-FR", "B ", "«\u00a0oui\u00a0» pour déclarer avec la gravité")],
    )  # fmt: skip
    def test_is_told_each_time_what_can_be_answered(
        self, harness: Harness, language: str, begun: str, told: str
    ) -> None:
        ts = offered(harness, f"{begun}{SAID}", language=language)
        answer(harness, "Not so sure, Bob, as it may be the network once more", ts)
        assert harness.private_answers("U0ALICE") == []
        spoken = ("the ones upstairs", "yes?", "ok thanks", "Yes please, this is urgent for our whole team",
                  "Oui B. Le traceur aussi, depuis ce matin")  # fmt: skip
        for words in spoken:
            answer(harness, words, ts)
        answer(harness, "thanks", ts)
        assert [told in one for one in harness.private_answers("U0ALICE")] == [True] * len(spoken)
        assert incidents(harness) == []

    @LANGUAGES
    def test_by_mention_becomes_no_second_offer(self, harness: Harness, language: str) -> None:
        ts = offered(harness, language=language)
        for words in ("yippee", "le traceur aussi", "yes please, this is urgent for our whole team"):
            assert harness.alice.mention(words, channel=CUSTOMERS, thread_ts=ts).ok
        harness.deliver()
        assert ["A, B o" in one for one in harness.private_answers("U0ALICE")] == [True] * 3
        answer(harness, "yes B", ts)
        assert incidents(harness) == [(SAID, "B")]

    def test_leaves_commands_and_what_names_a_severity(self, harness: Harness) -> None:
        ts = offered(harness)
        for words in ("list", "B plotter broken", "the plotter is broken as well"):
            assert harness.alice.mention(words, channel=CUSTOMERS, thread_ts=ts).ok
        harness.deliver()
        assert len([one for one in harness.thread(CUSTOMERS, ts) if "shall I" in one or "would file" in one]) == 3
        assert [one["user"] for one in harness.slack.thread(CUSTOMERS, ts)].count(harness.slack.bot_user) == 3
        assert len(harness.private_answers("U0ALICE")) == 1

    def test_ends_with_the_pace(self, harness: Harness) -> None:
        ts = offered(harness)
        for n in range(12):
            answer(harness, f"hm {n}", ts)
        assert ["Write A, B or C" in one for one in harness.private_answers("U0ALICE")] == [True] * 9 + [False]

    def test_is_nothing_of_others_and_nothing_without_an_offer(self, harness: Harness) -> None:
        ts = offered(harness)
        assert harness.bob.reply("which ones?", channel=CUSTOMERS, thread_ts=ts).ok
        other = harness.alice.say("Lunch?", channel=CUSTOMERS)
        answer(harness, "yes B", other.ts)
        answer(harness, "why not", other.ts)
        assert [harness.private_answers(one) for one in ("U0ALICE", "U0BOB")] == [[], []]


class TestTechnician:
    """A technician says "ok" to colleagues: only the person who was offered it, or asked for it, files it in words."""

    @pytest.mark.parametrize("words", ["ok", "yes", "yes B", "oui", "file it anyway"])
    def test_files_with_the_button_alone(self, harness: Harness, words: str) -> None:
        ts = offered(harness, f"B {SAID}")
        assert harness.theo.reply(words, channel=CUSTOMERS, thread_ts=ts).ok
        assert incidents(harness) == []
        assert ["Press File now" in one for one in harness.private_answers("U0THEO")] == [True]
        assert harness.theo.click("File now", channel=CUSTOMERS).ok
        assert incidents(harness) == [(SAID, "B")]

    def test_talks_without_being_told_anything(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        assert harness.theo.reply("ok, looking", channel=CUSTOMERS, thread_ts=ts).ok
        assert harness.private_answers("U0THEO") == []
        assert incidents(harness) == []

    def test_who_asked_for_the_offer_may_answer_it(self, harness: Harness) -> None:
        said = harness.alice.say(SAID, channel=CUSTOMERS)
        assert harness.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        harness.deliver()
        assert harness.theo.reply("yes B", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert incidents(harness) == [(SAID, "B")]


class TestDirectly:
    """In a direct message a short answer belongs to the offer, and other words are something else to file."""

    @LANGUAGES
    def test_is_an_answer_or_something_to_file(self, harness: Harness, language: str) -> None:
        harness.slack.users["U0ALICE"].locale = language
        for words in (SAID, "yes?", "non merci", "No", "mail down"):
            assert harness.alice.say(words).ok
            harness.deliver()
        shown = harness.direct("U0ALICE")
        assert ["initial response" in one or "réponse initiale" in one for one in shown] == [False] * 8 + [True]
        assert "mail down" in shown[-1]
        assert harness.alice.say("oui B").ok
        assert incidents(harness) == [("mail down", "B")]

    @LANGUAGES
    @pytest.mark.parametrize("answered", [(), ("no",), ("yes",)], ids=["open", "taken back", "filed"])
    def test_that_reopens_what_the_offer_does_not_show_is_a_command(
        self, harness: Harness, language: str, answered: tuple[str, ...]
    ) -> None:
        """Somebody cries for help first, and then remembers that it is the incident that was closed yesterday."""
        harness.file()
        harness.slack.users["U0ALICE"].locale = language
        for words in ("B The plotter is broken", *answered):
            assert harness.alice.say(words).ok
            harness.deliver()
        for words in ("reopen INC-1", "Rouvrir INC-1, svp"):
            assert harness.alice.say(words).ok
            harness.deliver()
            shown = harness.direct("U0ALICE")[-1]
            assert "INC-1 (A) Mail is down" in shown
            assert "Historique" in shown or "History" in shown

    @pytest.mark.parametrize(("language", "told"), [("en-US", "did not understand"), ("fr-FR", "Je n’ai pas compris")])
    def test_that_begins_with_a_yes_is_no_offer_of_its_own(self, harness: Harness, language: str, told: str) -> None:
        """The next yes filed these words as an incident, and not what was offered."""
        harness.slack.users["U0ALICE"].locale = language
        for words in (f"B {SAID}", "Yes please, this is very urgent for us", "oui, et vite svp"):
            assert harness.alice.say(words).ok
            harness.deliver()
        assert [told in one for one in harness.direct("U0ALICE")] == [False] * 3 + [True, False, True]
        assert harness.alice.say("oui").ok
        assert incidents(harness) == [(SAID, "B")]

    @pytest.mark.parametrize(("language", "told"), [("en-US", "Write A, B or C"), ("fr-FR", "Écrivez A, B ou C")])
    def test_that_is_unclear_in_the_thread_of_an_offer_is_told_so(
        self, harness: Harness, language: str, told: str
    ) -> None:
        harness.slack.users["U0ALICE"].locale = language
        assert harness.alice.say(SAID).ok
        harness.deliver()
        direct, root = harness.slack.direct_message("U0ALICE").id, harness.slack.dms("U0ALICE")[-1]["ts"]
        for words in ("hmm", "list", "C the plotter, too", "the plotter makes a strange noise"):
            assert harness.alice.reply(words, channel=direct, thread_ts=root).ok
            harness.deliver()
        shown = harness.thread(direct, root)[1::2]
        assert told in shown[0]
        assert "/incident" in shown[1]
        assert "the plotter, too" in shown[2]
        assert "the plotter makes a strange noise" in shown[3]

    @LANGUAGES
    def test_is_not_called_unclear_where_it_is_thanks(self, harness: Harness, language: str) -> None:
        harness.slack.users["U0ALICE"].locale = language
        for words in (f"B {SAID}", "merci beaucoup", "thanks"):
            assert harness.alice.say(words).ok
            harness.deliver()
        assert not any("understand" in one or "compris" in one for one in harness.direct("U0ALICE"))
        assert harness.alice.say("yes").ok
        assert incidents(harness) == [(SAID, "B")]

    def test_never_files_an_older_offer(self, harness: Harness) -> None:
        for words in ("B printers are down", "C monitor flickers", "yes", "yes", "ok", "no"):
            assert harness.alice.say(words).ok
            harness.deliver()
        assert incidents(harness) == [("monitor flickers", "C")]
        told = [one for one in harness.direct("U0ALICE") if "“printers are down”" in one and "older" in one]
        assert ["filed, as" in one for one in told] == [True] * 3
        assert harness.alice.click("File now", channel=harness.slack.direct_message("U0ALICE").id).ok
        assert len(incidents(harness)) == 2

    @LANGUAGES
    def test_never_files_an_older_offer_for_one_that_is_gone(self, harness: Harness, language: str) -> None:
        harness.slack.users["U0ALICE"].locale = language
        harness.alice.say("B printers are down")
        last = harness.alice.say("C monitor flickers")
        harness.deliver()
        assert harness.alice.delete(channel=harness.slack.direct_message("U0ALICE").id, ts=last.ts).ok
        assert harness.alice.say("yes").ok
        harness.deliver()
        assert incidents(harness) == []
        assert "printers are down" in harness.direct("U0ALICE")[-1]
        assert ("taken back" in harness.direct("U0ALICE")[-1]) == (language == "en-US")

    @pytest.mark.parametrize(
        ("words", "filed"), [("yes", [("printers are down", "B")]), ("oui A", [("printers are down", "A")]), ("no", [])]
    )
    @pytest.mark.parametrize("is_post", [True, False])
    def test_in_a_thread_answers_its_offer(
        self, harness: Harness, words: str, filed: list[tuple[str, str]], is_post: bool
    ) -> None:
        """The thread is that of the offer's post, or of the message that is offered."""
        said, direct = harness.alice.say("B printers are down"), harness.slack.direct_message("U0ALICE").id
        harness.deliver()
        root = harness.slack.dms("U0ALICE")[-1]["ts"] if is_post else said.ts
        harness.alice.say("C monitor flickers")
        harness.deliver()
        assert harness.alice.reply(words, channel=direct, thread_ts=root).ok
        assert incidents(harness) == filed
        assert harness.alice.say("yes").ok
        assert incidents(harness) == [*filed, ("monitor flickers", "C")]


class TestTalk:
    """Where somebody else has written since the offer, a bare word may be meant for them."""

    @pytest.mark.parametrize(
        ("language", "words", "told"),
        [("en-US", "ok", "“@Guichet yes”"), ("fr-FR", "oui", "« @Guichet oui »"),
         ("en-US", "no", "“@Guichet no”"), ("fr-FR", "C", "« @Guichet C »")],
    )  # fmt: skip
    def test_does_nothing_by_a_bare_word(self, harness: Harness, language: str, words: str, told: str) -> None:
        ts = offered(harness, f"B {SAID}", language=language)
        assert harness.theo.reply("Shall I restart the print server first?", channel=CUSTOMERS, thread_ts=ts).ok
        answer(harness, words, ts)
        assert incidents(harness) == []
        [private] = harness.private_answers("U0ALICE")
        assert told in private.replace("\u00a0", " ")
        assert harness.alice.mention("oui", channel=CUSTOMERS, thread_ts=ts).ok
        assert incidents(harness) == [(SAID, "B")]

    def test_lets_an_explicit_answer_through(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        assert harness.bob.reply("need a hand?", channel=CUSTOMERS, thread_ts=ts).ok
        answer(harness, "yes C", ts)
        assert incidents(harness) == [(SAID, "C")]

    def test_is_over_once_the_offer_has_changed(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        assert harness.bob.reply("need a hand?", channel=CUSTOMERS, thread_ts=ts).ok
        harness.clock.tick(60)
        assert harness.alice.click("Severity C", channel=CUSTOMERS).ok
        harness.deliver()
        harness.clock.tick(60)
        answer(harness, "yes", ts)
        assert incidents(harness) == [(SAID, "C")]

    def test_of_oneself_and_before_the_offer_is_none(self, harness: Harness) -> None:
        said = harness.alice.say(SAID, channel=CUSTOMERS)
        assert harness.bob.reply("here, too", channel=CUSTOMERS, thread_ts=said.ts).ok
        harness.clock.tick(60)
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        harness.deliver()
        answer(harness, "We have tried another cable, too", said.ts)
        answer(harness, "B", said.ts)
        answer(harness, "yes", said.ts)
        assert incidents(harness) == [(SAID, "B")]

    def test_is_feared_where_slack_does_not_say(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        harness.slack.fail("conversations.replies", error="internal_error")
        answer(harness, "yes", ts)
        assert incidents(harness) == []
        assert ["I cannot see whether" in one for one in harness.private_answers("U0ALICE")] == [True]
        answer(harness, "yes", ts)
        assert incidents(harness) == [(SAID, "B")]

    def test_hears_once_what_can_be_answered(self, harness: Harness) -> None:
        ts = offered(harness, f"B {SAID}")
        assert harness.theo.reply("Which ones?", channel=CUSTOMERS, thread_ts=ts).ok
        for words in ("the ones upstairs", "room 3", "not sure"):
            answer(harness, words, ts)
        assert len(harness.private_answers("U0ALICE")) == 1

    @pytest.mark.parametrize(("language", "told"), [("en-US", "“@Guichet yes”"), ("fr-FR", "« @Guichet oui »")])
    def test_hears_each_time_that_a_long_yes_has_filed_nothing(
        self, harness: Harness, language: str, told: str
    ) -> None:
        """And how to say it here, where a bare word does not count."""
        ts = offered(harness, f"B {SAID}", language=language)
        assert harness.theo.reply("Which ones?", channel=CUSTOMERS, thread_ts=ts).ok
        for words in ("room 3", "Yes, please. The whole team is waiting", "Oui, c’est urgent pour nous tous"):
            answer(harness, words, ts)
        shown = [one.replace("\u00a0", " ") for one in harness.private_answers("U0ALICE")]
        assert [told in one for one in shown] == [True] * 3
        assert incidents(harness) == []


class TestOffersOfOthers:
    """In one thread several people may have offers: each answers their own."""

    @LANGUAGES
    def test_leave_an_offer_to_whose_it_is(self, harness: Harness, language: str) -> None:
        ts = offered(harness, f"B {SAID}", language=language)
        assert harness.bob.mention("chez moi aussi, et le plotter", channel=CUSTOMERS, thread_ts=ts).ok
        harness.deliver()
        answer(harness, "yes C", ts)
        assert incidents(harness) == [(SAID, "C")]
        assert harness.private_answers("U0ALICE") == []
        assert harness.bob.reply("oui B", channel=CUSTOMERS, thread_ts=ts).ok
        assert [one for _, one in incidents(harness)] == ["C", "B"]
