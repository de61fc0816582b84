"""A whole story, played by itself: every step counts only when it was seen in the workspace."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.demo.closing_tour import ClosingTour
from bot.demo.life_tour import LifeTour
from bot.demo.packs_tour import PacksTour
from bot.demo.screen.reading import visible_text
from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.workspace import LocalWorkspace, NeverSeen
from bot.texts.catalogue import Words

SPEED = 600.0
"""Ten minutes pass in a second, so that a deadline of two hours is seen in twelve."""

HOUR_S = 3600 / SPEED
PATIENCE_S = 10.0
"""How much later than expected something may be seen on a busy machine."""


@dataclass(frozen=True)
class Tour:
    """The story; each step does something, waits until its effect is seen, and says what it was."""

    workspace: LocalWorkspace
    words: Words

    def steps(self) -> Iterator[str]:
        """Play the story and tell it; raises NeverSeen or CannotPlay where it is not as it should be."""
        packs = PacksTour(self.workspace, self.words)
        yield from packs.before()
        yield self._alice_forgets_the_contacts()
        yield self._alice_files("Mail is down", cover="24x7", contacts="Bob, +33 1 23 45 67 89, day and night")
        first = self._cards("INC-1")
        yield "Both cards are there: hers in #acme-support, the technicians' in #triage."
        self._alice_types_incident()
        yield self._alice_files("Nobody can sign in", cover="business", contacts="")
        second = self._cards("INC-2")
        yield self._a_warning_comes(first)
        yield self._alice_may_not_acknowledge(first)
        yield self._theo_acknowledges(first)
        yield self._tess_is_second(first)
        yield self._the_deadline_passes(second)
        yield self._max_is_told()
        yield self._theo_answers_late(second)
        yield self._the_first_was_left_in_peace(first)
        yield from packs.after()
        self._alice_types_incident()
        yield self._alice_files("Mail and calendar fail", cover="business", contacts="")
        yield from LifeTour(self.workspace, self.words).steps(first, self._cards("INC-3"))
        yield from ClosingTour(self.workspace, self.words).steps(first, second)

    def _alice_types_incident(self) -> None:
        self.workspace.visitor("alice").command("/incident", channel=CUSTOMERS.name)

    def _alice_forgets_the_contacts(self) -> str:
        self._alice_types_incident()
        errors = self.workspace.visitor("alice").submit(self._answers("Mail is down", cover="24x7", contacts=""))
        expected = {self.words("field-contacts"): self.words("refusal-contacts_missing")}
        if errors != expected:
            raise NeverSeen(f"The form should have refused the missing contacts, but said {errors}.")
        (refused,) = errors.values()
        return f"Alice types /incident, wants 24x7 cover and names nobody. The form refuses: “{refused}”"

    def _alice_files(self, title: str, *, cover: str, contacts: str) -> str:
        errors = self.workspace.visitor("alice").submit(self._answers(title, cover=cover, contacts=contacts))
        if errors:
            raise NeverSeen(f"The form should have been accepted, but said {errors}.")
        return f"Alice files “{title}”, severity A: the first answer is promised within two hours."

    def _answers(self, title: str, *, cover: str, contacts: str) -> dict[str, str]:
        words = self.words
        severity = words("severity-A")
        target = words("target-always", duration=words("duration-hours", hours=2))
        return {
            words("field-request"): words("request-incident"),
            words("field-title"): title,
            words("field-product"): "Mail Server 2022",
            words("field-severity"): words("severity-option", severity=severity, target=target),
            words("field-cover"): words(f"cover-{cover}"),
            words("field-contacts"): contacts,
            words("field-description"): "It began at nine. Restarting did not help.",
        }

    def _cards(self, incident: str) -> dict[str, str]:
        """Return the ts of the incident's card in each channel, once both are seen."""
        return {
            channel.name: str(self.workspace.wait_for_message(channel.name, f"{incident} ·")["ts"])
            for channel in (CUSTOMERS, TRIAGE)
        }

    def _a_warning_comes(self, card: dict[str, str]) -> str:
        seen = self._wait(TRIAGE.name, card, "⏰", hours=1)
        return f"An hour later, in the triage thread: “{_first_line(seen)}”"

    def _alice_may_not_acknowledge(self, card: dict[str, str]) -> str:
        alice = self.workspace.visitor("alice")
        alice.click(TRIAGE.name, card[TRIAGE.name], self.words("button-acknowledge"))
        said = self.words("refusal-not_technician", incident="INC-1")
        self.workspace.wait_for_message(TRIAGE.name, said)
        return f"Alice presses Acknowledge herself, and only she reads: “{said}”"

    def _theo_acknowledges(self, card: dict[str, str]) -> str:
        theo = self.workspace.visitor("theo")
        theo.click(TRIAGE.name, card[TRIAGE.name], self.words("button-acknowledge"))
        seen = self._wait(CUSTOMERS.name, card, self.words("acknowledged-customer", who="<@U0THEO>"))
        for channel, ts in card.items():
            self._wait_for_card(channel, ts, self.words("status-acknowledged", who="<@U0THEO>"))
        return f"Theo presses Acknowledge. Both cards change, and Alice reads in her thread: “{_first_line(seen)}”"

    def _tess_is_second(self, card: dict[str, str]) -> str:
        self.workspace.visitor("tess").react(TRIAGE.name, card[TRIAGE.name], "eyes")
        self._wait_for_card(TRIAGE.name, card[TRIAGE.name], self.words("status-acknowledged", who="<@U0THEO>"))
        return "Tess puts :eyes: on the card a moment later: Theo was first, and stays so."

    def _the_deadline_passes(self, card: dict[str, str]) -> str:
        seen = self._wait(TRIAGE.name, card, "🚨", hours=2)
        self._wait_for_card(CUSTOMERS.name, card[CUSTOMERS.name], self.words("status-overdue"))
        return f"Nobody takes INC-2. After the warnings its deadline passes: “{_first_line(seen)}”"

    def _max_is_told(self) -> str:
        def look() -> str | None:
            said = [visible_text(one) for one in self.workspace.direct_messages("max")]
            return next((text for text in said if "INC-2" in text), None)

        seen = self.workspace.wait_for(look, PATIENCE_S, what="a direct message to Max about INC-2")
        return f"Max, the manager, gets a direct message: “{_first_line(seen)}”"

    def _theo_answers_late(self, card: dict[str, str]) -> str:
        self.workspace.visitor("theo").reply(CUSTOMERS.name, card[CUSTOMERS.name], "Sorry for the wait, I am on it.")
        self._wait(CUSTOMERS.name, card, self.words("acknowledged-customer", who="<@U0THEO>"))
        seen = self._wait(TRIAGE.name, card, self.words("how-reply"))
        return f"Theo answers in Alice's thread, which counts: “{_first_line(seen)}”"

    def _the_first_was_left_in_peace(self, card: dict[str, str]) -> str:
        said = [visible_text(one) for one in self.workspace.thread(TRIAGE.name, card[TRIAGE.name])[1:]]
        if len([text for text in said if "⏰" in text]) != 1 or any("🚨" in text for text in said):
            raise NeverSeen(f"INC-1 should have had one warning and nothing after it, but had: {said}.")
        return "INC-1 had its one warning, and no reminder after it was acknowledged."

    def _wait(self, channel: str, card: dict[str, str], text: str, *, hours: float = 0) -> str:
        """Return the message with this text in the card's thread, once it is seen."""
        patience = hours * HOUR_S + PATIENCE_S
        return visible_text(self.workspace.wait_for_message(channel, text, thread=card[channel], timeout=patience))

    def _wait_for_card(self, channel: str, ts: str, text: str) -> None:
        def look() -> Any:
            return next(
                (one for one in self.workspace.messages(channel) if one["ts"] == ts and text in visible_text(one)), None
            )

        self.workspace.wait_for(look, PATIENCE_S, what=f"{text!r} on the card in {channel}")


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0]
