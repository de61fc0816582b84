"""The part of the story between acknowledgement and the end: who reads what, a contact out of reach, a split."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.screen.reading import visible_text
from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.workspace import LocalWorkspace, NeverSeen
from bot.messages.card import MORE
from bot.texts.catalogue import Words

PATIENCE_S = 10.0
FALLS_BACK_WITHIN_S = 25.0
"""Half an hour of the story are three seconds, and covers are looked at every ten."""
PRIVATE = "Between us: it is the relay again."


@dataclass(frozen=True)
class LifeTour:
    """Its steps; each waits until its effect is seen."""

    workspace: LocalWorkspace
    words: Words

    def steps(self, first: dict[str, str], divided: dict[str, str]) -> Iterator[str]:
        """Talk about the first incident, which has 24x7 cover, and divide the other one.

        Alice writes only once the question is settled: the local workspace tells whole seconds, ten minutes each here.
        """
        yield self._theo_replies(first)
        yield self._theo_stays_private(first)
        yield self._theo_reaches_nobody(first)
        yield self._theo_divides(divided)
        yield self._alice_agrees(divided)
        yield self._tess_marks_a_duplicate()
        yield self._cover_falls_back(first)
        yield self._alice_adds(first)

    def _alice_adds(self, card: dict[str, str]) -> str:
        self.workspace.visitor("alice").reply(CUSTOMERS.name, card[CUSTOMERS.name], "It hits *Paris* too.")
        seen = self._wait(TRIAGE.name, card, "💬")
        return f"Alice adds something in her thread. The technicians read in theirs: “{seen}”"

    def _theo_replies(self, card: dict[str, str]) -> str:
        theo = self.workspace.visitor("theo")
        theo.click(TRIAGE.name, card[TRIAGE.name], self.words("button-reply"))
        theo.submit({self.words("field-reply"): "Hello Alice, we are looking at the relay."})
        self._wait(CUSTOMERS.name, card, "we are looking at the relay")
        seen = self._wait(TRIAGE.name, card, "📤")
        return f"Theo replies from the triage side. Alice reads it, and the technicians that it was sent: “{seen}”"

    def _theo_stays_private(self, card: dict[str, str]) -> str:
        self.workspace.visitor("theo").reply(TRIAGE.name, card[TRIAGE.name], PRIVATE)
        told = [visible_text(one) for one in self.workspace.thread(CUSTOMERS.name, card[CUSTOMERS.name])]
        if any(PRIVATE in text for text in told):
            raise NeverSeen(f"What Theo wrote in the triage thread should have stayed there, but Alice reads: {told}.")
        return f"What he writes in the triage thread stays there: “{PRIVATE}”"

    def _theo_reaches_nobody(self, card: dict[str, str]) -> str:
        self._choose("theo", card[TRIAGE.name], "button-mark_unreachable", {"field-tried": "Rang twice."})
        return f"Theo reaches none of the contacts. Alice is asked: “{self._wait(CUSTOMERS.name, card, '📵')}”"

    def _theo_divides(self, card: dict[str, str]) -> str:
        parts = "B Mails do not arrive\nC The calendar is empty"
        self._choose("theo", card[TRIAGE.name], "button-propose_split", {"field-children": parts})
        seen = self._wait(CUSTOMERS.name, card, "✂️")
        return f"INC-3 is two problems, so Theo proposes a split. Alice reads the price, and: “{seen}”"

    def _alice_agrees(self, card: dict[str, str]) -> str:
        asked = self.workspace.wait_for_message(CUSTOMERS.name, "✂️", thread=card[CUSTOMERS.name], timeout=PATIENCE_S)
        self.workspace.visitor("alice").click(CUSTOMERS.name, asked["ts"], self.words("button-agree_split"))
        for part in ("INC-4 · Mails do not arrive", "INC-5 · The calendar is empty"):
            for channel in (CUSTOMERS.name, TRIAGE.name):
                self.workspace.wait_for_message(channel, part, timeout=PATIENCE_S)
        return "She agrees: INC-4 and INC-5 have cards, clocks and threads of their own, and INC-3 is closed."

    def _tess_marks_a_duplicate(self) -> str:
        card = self.workspace.wait_for_message(TRIAGE.name, "INC-5 · The calendar is empty", timeout=PATIENCE_S)
        self._choose("tess", str(card["ts"]), "button-mark_duplicate", {"field-duplicate_of": "INC-4"})
        self.workspace.wait_for_message(
            TRIAGE.name, self.words("status-duplicate", others="INC-4"), timeout=PATIENCE_S
        )  # fmt: skip
        return "Tess finds that INC-5 is the same problem as INC-4 after all, and marks it: its unit comes back."

    def _cover_falls_back(self, card: dict[str, str]) -> str:
        for channel in (TRIAGE.name, CUSTOMERS.name):
            seen = self._wait(channel, card, "🌙", patience=FALLS_BACK_WITHIN_S)
        return f"Nobody has answered about INC-1. Both sides read: “{seen}”"

    def _choose(self, name: str, card: str, option: str, answers: dict[str, str]) -> None:
        """Let somebody choose from the menu of a triage card, and fill in the form."""
        visitor = self.workspace.visitor(name)
        visitor.click(TRIAGE.name, card, MORE, option=self.words(option))
        errors = visitor.submit({self.words(field): text for field, text in answers.items()})
        if errors:
            raise NeverSeen(f"The form should have been accepted, but said {errors}.")

    def _wait(self, channel: str, card: dict[str, str], text: str, *, patience: float = PATIENCE_S) -> str:
        seen = self.workspace.wait_for_message(channel, text, thread=card[channel], timeout=patience)
        return visible_text(seen).strip().splitlines()[0]
