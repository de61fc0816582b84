"""A technician chooses a prepared answer: it is in the customer's language, and nothing that was typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from bot.policy_texts import OwnText
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import BUILT_IN, CUSTOMERS, TRIAGE, Harness
from tests.people import Person

LOOKING = OwnText(
    "looking",
    {"en": "We are looking", "fr": "Nous regardons"},
    {"en": "Hello {customer}, {incident} is due by {deadline}.", "fr": "Bonjour {customer}, {incident} : {deadline}."},
)
NONE = OwnText("none", {"en": "No solution", "fr": "Sans solution"}, {"en": "There is none.", "fr": "Il n’y en a pas."})
FILLED = "Hello Alice, INC-1 is due by Mon 23 Nov 2026, 11:00 CET."


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with two prepared answers."""
    policy = BUILT_IN.model_copy(update={"replies": (LOOKING, NONE)})
    with journey.program(slack, tmp_path, policy=policy) as guichet:
        yield Harness(slack, guichet, clock)


def begin(harness: Harness, who: Person, button: str = "Reply to customer") -> dict[str, str]:
    """Let Alice file, and somebody open a form of the triage card."""
    cards = harness.file()
    assert who.click(button, channel=TRIAGE, ts=cards[TRIAGE]).ok
    return cards


def field(harness: Harness, who: Person, name: str) -> dict[str, Any]:
    """Return a field of the open form."""
    blocks = harness.slack.open_view(who.id)["blocks"]  # type: ignore[index]
    return next(one for one in blocks if one.get("block_id", "").partition("@")[0] == name)


def text(harness: Harness, who: Person, name: str = "reply") -> str:
    """Return the text that the form is now prefilled with."""
    return str(field(harness, who, name)["element"].get("initial_value", ""))


class TestReply:
    """*Reply to customer* offers the answers."""

    def test_is_chosen_by_its_title_edited_and_sent(self, harness: Harness) -> None:
        cards = begin(harness, harness.tess)
        assert harness.tess.choose("We are looking", label="Prepared answer").ok
        assert text(harness, harness.tess) == FILLED
        assert harness.tess.submit({"Your reply": f"{FILLED} Really."}).ok
        harness.deliver()
        assert f"{FILLED} Really." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]

    def test_is_chosen_in_the_technicians_language_and_filled_in_in_the_customers(self, harness: Harness) -> None:
        begin(harness, harness.theo, "Reply to customer")
        assert harness.theo.choose("Nous regardons", label="Réponse préparée").ok
        assert text(harness, harness.theo) == FILLED

    def test_is_in_french_for_a_customer_who_writes_to_us_directly_in_french(self, harness: Harness) -> None:
        bob = harness.bob
        bob.command("/incident")
        words = {
            "De quoi avez-vous besoin\u202f?": "De l’aide pour un problème",
            "Titre": "Rien ne va",
            "Produit": "Mail Server 2022",
            "Gravité": "🔴 A · impact critique sur l’activité (réponse sous 2 h)",
            "Couverture horaire": "Heures ouvrées",
            "Description": "Rien.",
        }
        answer = bob.submit(words)
        assert answer.ok, answer
        harness.deliver()
        assert harness.tess.click("Reply to customer", channel=TRIAGE, ts=harness.cards(TRIAGE)[-1]["ts"]).ok
        assert harness.tess.choose("We are looking", label="Prepared answer").ok
        assert text(harness, harness.tess).startswith("Bonjour Bob, INC-1 : lun.\u00a023\u00a0nov. 2026")

    def test_stands_below_what_was_typed_and_in_the_place_of_one_that_nobody_changed(self, harness: Harness) -> None:
        begin(harness, harness.tess)
        harness.tess.fill({"Your reply": "Hi!\n", "Whose turn is it after this?": ["Waiting for the customer"]})
        harness.tess.choose("No solution", label="Prepared answer")
        assert text(harness, harness.tess) == "Hi!\n\nThere is none."
        assert field(harness, harness.tess, "waits")["element"]["initial_options"][0]["value"] == "waits"
        harness.tess.fill({"Your reply": "There is none."})
        harness.tess.choose("We are looking", label="Prepared answer")
        assert text(harness, harness.tess) == FILLED
        harness.tess.choose("We are looking", label="Prepared answer")
        assert text(harness, harness.tess) == FILLED
        assert harness.tess.submit().ok

    def test_is_shown_before_it_is_sent_although_the_form_was_not_drawn_again(self, harness: Harness) -> None:
        """As where somebody sends the form at once, or in a client that does not tell what is chosen."""
        cards = begin(harness, harness.tess)
        harness.tess.fill({"Your reply": "Hi!"})
        harness.slack.fail("views.update", error="hash_conflict")
        assert harness.tess.choose("No solution", label="Prepared answer").ok
        assert text(harness, harness.tess) == ""
        assert harness.tess.submit().ok
        assert text(harness, harness.tess) == "Hi!\n\nThere is none."
        assert harness.tess.submit().ok
        harness.deliver()
        assert "There is none." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]

    def test_that_does_not_fit_leaves_what_was_typed(self, harness: Harness) -> None:
        begin(harness, harness.tess)
        harness.tess.fill({"Your reply": "x" * 2990})
        harness.tess.choose("No solution", label="Prepared answer")
        assert "together they are too long by 6 characters" in harness.direct("U0TESS")[-1]  # 2990 + 2 + 14
        assert harness.slack.calls("views.update") == []
        assert harness.tess.submit().ok

    def test_goes_to_the_end_of_a_long_message_that_is_sent(self, harness: Harness) -> None:
        cards = harness.file()
        harness.tess.reply("y" * 3500, channel=TRIAGE, thread_ts=cards[TRIAGE])
        (written,) = [one for one in harness.slack.thread(TRIAGE, cards[TRIAGE]) if "yyy" in one["text"]]
        harness.tess.message_shortcut("send_to_customer", channel=TRIAGE, ts=written["ts"])
        harness.tess.choose("No solution", label="Prepared answer")
        assert harness.tess.submit().ok
        harness.deliver()
        sent = "".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert sent.count("y") >= 3500
        assert "There is none." in sent


class TestClosing:
    """*Close as unresolved* offers them too."""

    def test_is_explained_with_a_prepared_answer(self, harness: Harness) -> None:
        cards = begin(harness, harness.tess, "Close")
        harness.tess.fill({"Outcome": "Unresolved: there is no solution"})
        assert harness.tess.choose("No solution", label="Prepared answer").ok
        assert text(harness, harness.tess, "explanation") == "There is none."
        assert harness.tess.submit().ok
        harness.deliver()
        assert "There is none." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
