"""The part of the story between acknowledgement and the end: who reads what, a contact out of reach, a split."""

from collections.abc import Iterator

from bot.demo.errors import NeverSeen
from bot.demo.reading import visible_text
from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.tour.scene import Cards, Scene

FALLS_BACK_WITHIN_S = 25.0
"""Seconds: half an hour of the story takes three, and covers are checked every ten."""


class LifeScene(Scene):
    """An incident that is worked on, and another one that is divided."""

    def steps(self, first: Cards, divided: Cards) -> Iterator[str]:
        """Play the talk about the first incident, which has 24x7 cover, and the split of the other one.

        Alice writes only once the question is settled, as the local workspace's times are whole seconds, each of which
        is ten minutes of the story.
        """
        self._theo_replies(first)
        self._theo_stays_private(first)
        yield "Theo replies from the triage side; what he writes in its thread stays there."
        self.chooses("theo", first, "mark_unreachable", answers={"field-tried": self.words("tour-tried")})
        self.customer_reads(first, "📵")
        self._is_divided(divided)
        yield "INC-3 is two problems: he proposes a split, and Alice agrees to its price."
        duplicate = self.cards(f"INC-5 · {self.words('tour-part_calendar')}")
        self.chooses("tess", duplicate, "mark_duplicate", answers={"field-duplicate_of": "INC-4"})
        self.card_says(TRIAGE.name, duplicate, self.words("status-duplicate", others="INC-4"))
        yield "Tess marks INC-5 as a duplicate of INC-4: its unit is given back."
        for channel in first:
            self.reads(channel, first, "🌙", patience=FALLS_BACK_WITHIN_S)
        yield "Nobody can be reached about INC-1: its cover falls back to business hours."
        self.workspace.visitor("alice").reply(CUSTOMERS.name, first[CUSTOMERS.name], self.words("tour-remark"))
        self.triage_reads(first, "💬")
        yield "Alice adds something in her thread: the technicians read it in theirs."

    def _theo_replies(self, card: Cards) -> None:
        reply = self.words("tour-reply")
        self.presses("theo", TRIAGE.name, card[TRIAGE.name], button="button-reply", answers={"field-reply": reply})
        self.customer_reads(card, reply)
        self.triage_reads(card, "📤")

    def _theo_stays_private(self, card: Cards) -> None:
        private = self.words("tour-private")
        self.workspace.visitor("theo").reply(TRIAGE.name, card[TRIAGE.name], private)
        read = [visible_text(one) for one in self.workspace.thread(CUSTOMERS.name, card[CUSTOMERS.name])]
        if any(private in text for text in read):
            raise NeverSeen(f"What Theo wrote in the triage thread should have stayed there, but Alice reads: {read}.")

    def _is_divided(self, card: Cards) -> None:
        mail, calendar = self.words("tour-part_mail"), self.words("tour-part_calendar")
        self.chooses("theo", card, "propose_split", answers={"field-children": f"B {mail}; C {calendar}"})
        asked = self.customer_reads(card, "✂️")
        self.presses("alice", CUSTOMERS.name, asked, button="button-agree_split")
        for part in (f"INC-4 · {mail}", f"INC-5 · {calendar}"):
            self.cards(part)
