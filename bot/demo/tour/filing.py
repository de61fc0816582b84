"""The part of the story about the initial response: two incidents, one acknowledged in time and one forgotten."""

from collections.abc import Iterator
from datetime import timedelta

from bot.demo.errors import NeverSeen
from bot.demo.reading import visible_text
from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.tour.scene import HOUR_S, PATIENCE_S, Cards, Scene
from bot.forms.severity_choice import promised
from bot.rules.terms import Promise

PRODUCT = "Mail Server 2022"


class FilingScene(Scene):
    """Alice files, Theo acknowledges."""

    def files_two(self) -> Iterator[str]:
        """Play until two incidents have their cards."""
        self.types("alice")
        missing = self.refused("alice", self.answers("tour-mail", cover="24x7"))
        if missing != {self.words("field-contacts"): self.words("refusal-contacts_missing")}:
            raise NeverSeen(f"The form should have refused the missing contacts, but said {missing}.")
        yield "She wants 24x7 cover but names nobody to call: the form refuses."
        self.sends("alice", self.answers("tour-mail", cover="24x7", contacts=self.words("tour-contacts")))
        self.cards("INC-1 ·")
        self.files("tour-sign_in")
        self.cards("INC-2 ·")
        yield "She files INC-1 and INC-2, each with a card in #acme-support and #triage."

    def files(self, title: str) -> None:
        """Let Alice file an incident of severity A with cover in business hours; `title` is the name of a text."""
        self.types("alice")
        self.sends("alice", self.answers(title, cover="business"))

    def is_answered(self, first: Cards, forgotten: Cards) -> Iterator[str]:
        """Play until both have had their initial response."""
        self.reads(TRIAGE.name, first, "⏰", patience=HOUR_S + PATIENCE_S)
        yield "An hour later a warning appears in the triage thread of INC-1."
        self._is_acknowledged(first)
        yield "Alice cannot acknowledge it; Theo does. Tess comes second: it stays his."
        self._is_forgotten(forgotten)
        yield "Nobody takes INC-2: its deadline passes, and Max, the manager, is notified."
        self._is_answered_late(forgotten)
        self._is_left_in_peace(first)
        yield "Theo answers late in Alice's thread, which counts. INC-1 is left alone."

    def answers(self, title: str, *, cover: str, contacts: str = "", product: str = PRODUCT) -> dict[str, str]:
        """Return what to fill in for an incident of severity A, by the names of the labels' texts."""
        words, critical = self.words, Promise(target=timedelta(hours=2), clock="always")
        return {
            "field-request": words("request-incident"),
            "field-title": words(title),
            "field-product": product,
            "field-severity": promised("A", critical, words.locale),
            "field-cover": words(f"cover-{cover}"),
            "field-contacts": contacts,
            "field-description": words("tour-description"),
        }

    def _is_acknowledged(self, card: Cards) -> None:
        self.presses("alice", TRIAGE.name, card[TRIAGE.name], button="button-acknowledge")
        self.workspace.wait_for_message(TRIAGE.name, self.words("refusal-not_technician", incident="INC-1"))
        self.presses("theo", TRIAGE.name, card[TRIAGE.name], button="button-acknowledge")
        self.customer_reads(card, self.words("acknowledged-customer", who="<@U0THEO>", incident="INC-1"))
        for channel in card:
            self.card_says(channel, card, self.words("status-acknowledged", who="<@U0THEO>"))
        self.workspace.visitor("tess").react(TRIAGE.name, card[TRIAGE.name], "eyes")
        self.card_says(TRIAGE.name, card, self.words("status-acknowledged", who="<@U0THEO>"))

    def _is_forgotten(self, card: Cards) -> None:
        self.reads(TRIAGE.name, card, "🚨", patience=2 * HOUR_S + PATIENCE_S)
        self.card_says(CUSTOMERS.name, card, self.words("status-overdue"))
        self.is_told("max", "INC-2")

    def _is_answered_late(self, card: Cards) -> None:
        self.workspace.visitor("theo").reply(CUSTOMERS.name, card[CUSTOMERS.name], self.words("tour-late_answer"))
        self.customer_reads(card, self.words("acknowledged-customer", who="<@U0THEO>", incident="INC-2"))
        self.triage_reads(card, self.words("how-reply"))

    def _is_left_in_peace(self, card: Cards) -> None:
        posted = [visible_text(one) for one in self.workspace.thread(TRIAGE.name, card[TRIAGE.name])[1:]]
        if len([text for text in posted if "⏰" in text]) != 1 or any("🚨" in text for text in posted):
            raise NeverSeen(f"INC-1 should have had one warning and nothing after it, but had: {posted}.")
