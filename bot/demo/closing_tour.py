"""The part of the story about the end: a solution, a closed incident, a withdrawn one and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.packs_tour import PacksTour
from bot.demo.screen.reading import visible_text
from bot.demo.seed import CUSTOMERS, NEARLY_USED, TRIAGE
from bot.demo.workspace import LocalWorkspace
from bot.texts.catalogue import Words

PATIENCE_S = 10.0


@dataclass(frozen=True)
class ClosingTour:
    """Its steps; each waits until its effect is seen."""

    workspace: LocalWorkspace
    words: Words

    def steps(self, solved: dict[str, str], withdrawn: dict[str, str]) -> Iterator[str]:
        """Close one incident as solved, let the other be withdrawn and waived, and look at the pack."""
        yield self._theo_defines(solved)
        yield self._alice_agrees(solved)
        yield self._alice_lowers(solved)
        yield self._tess_takes_over(solved)
        yield self._theo_proposes(solved)
        yield self._theo_closes(solved)
        yield self._alice_answers()
        yield self._alice_reopens(solved)
        yield self._theo_closes_again(solved)
        yield self._alice_withdraws(withdrawn)
        yield self._max_waives(withdrawn)
        packs = PacksTour(self.workspace, self.words)
        used, left = packs.shown(NEARLY_USED, "packs-used"), packs.shown(NEARLY_USED, "packs-left")
        yield f"In the pack {used} is used for good now, and {left} came back: the ledger shows each step."

    def _theo_defines(self, card: dict[str, str]) -> str:
        theo = self.workspace.visitor("theo")
        theo.click(TRIAGE.name, card[TRIAGE.name], self.words("button-propose_scope"))
        theo.submit({self.words("field-scope"): "No mail comes in at the main office."})
        seen = self._wait(CUSTOMERS.name, card, "📐")
        return f"Theo says what the problem is. Alice reads: “{seen}”"

    def _alice_agrees(self, card: dict[str, str]) -> str:
        asked = self.workspace.wait_for_message(CUSTOMERS.name, "📐", thread=card[CUSTOMERS.name], timeout=PATIENCE_S)
        self.workspace.visitor("alice").click(CUSTOMERS.name, asked["ts"], self.words("button-agree_scope"))
        seen = self._wait(TRIAGE.name, card, "🤝")
        return f"She agrees: “{seen}”"

    def _alice_lowers(self, card: dict[str, str]) -> str:
        words = self.words
        alice = self.workspace.visitor("alice")
        alice.click(CUSTOMERS.name, card[CUSTOMERS.name], words("button-change_severity"))
        target = words("target-business", duration=words("duration-hours", hours=4))
        chosen = words("severity-option", severity=words("severity-B"), target=target)
        alice.submit({words("field-severity"): chosen, words("field-reason"): "Only some are affected."})
        seen = self._wait(TRIAGE.name, card, "🔀")
        return f"Alice lowers the severity. The technicians read: “{seen}”"

    def _tess_takes_over(self, card: dict[str, str]) -> str:
        tess = self.workspace.visitor("tess")
        tess.click(TRIAGE.name, card[TRIAGE.name], self.words("button-take_over"))
        said = self.words("assigned-customer", who="<@U0TESS>", incident="INC-1")
        return f"Tess takes INC-1 over from Theo. Alice reads: “{self._wait(CUSTOMERS.name, card, said)}”"

    def _theo_proposes(self, card: dict[str, str]) -> str:
        theo = self.workspace.visitor("theo")
        theo.click(TRIAGE.name, card[TRIAGE.name], self.words("button-propose_solution"))
        theo.submit({self.words("field-solution"): "Restart the relay, then send yourself a message."})
        seen = self._wait(CUSTOMERS.name, card, "💡")
        return f"Theo proposes a solution. Alice reads: “{seen}”"

    def _theo_closes(self, card: dict[str, str]) -> str:
        theo = self.workspace.visitor("theo")
        theo.click(TRIAGE.name, card[TRIAGE.name], self.words("button-close"))
        theo.submit({self.words("field-outcome"): self.words("outcome-solved")})
        seen = self._wait(CUSTOMERS.name, card, self.words("closed-solved", who="<@U0THEO>", incident="INC-1"))
        return f"He closes it as solved: “{seen}”"

    def _alice_answers(self) -> str:
        asked = self._direct("alice", self.words("button-survey"), what="the survey to Alice")
        alice, words = self.workspace.visitor("alice"), self.words
        alice.click(str(asked["channel"]), asked["ts"], words("button-survey"))
        marks = {words("field-quality"): words("mark-5"), words("field-writing"): words("mark-4")}
        alice.submit({words("field-useful"): words("useful-yes"), **marks})
        return f"Alice is asked how it went (“{visible_text(asked).strip().splitlines()[0]}”) and answers."

    def _alice_reopens(self, card: dict[str, str]) -> str:
        alice, button = self.workspace.visitor("alice"), self.words("button-reopen")
        self.workspace.wait_for_button(CUSTOMERS.name, card[CUSTOMERS.name], button, timeout=PATIENCE_S)
        alice.click(CUSTOMERS.name, card[CUSTOMERS.name], button)
        alice.submit({self.words("field-reason"): "It is down again."})
        return f"It was not over, and Alice reopens it: “{self._wait(TRIAGE.name, card, '🔁')}”"

    def _theo_closes_again(self, card: dict[str, str]) -> str:
        theo, button = self.workspace.visitor("theo"), self.words("button-close")
        self.workspace.wait_for_button(TRIAGE.name, card[TRIAGE.name], button, timeout=PATIENCE_S)
        theo.click(TRIAGE.name, card[TRIAGE.name], button)
        theo.submit({self.words("field-outcome"): self.words("outcome-solved")})
        self.workspace.wait_for_button(TRIAGE.name, card[TRIAGE.name], self.words("button-reopen"), timeout=PATIENCE_S)
        return "Theo mends it and closes it once more. It is still the one unit, and Alice is asked nothing twice."

    def _alice_withdraws(self, card: dict[str, str]) -> str:
        alice = self.workspace.visitor("alice")
        alice.click(CUSTOMERS.name, card[CUSTOMERS.name], self.words("button-withdraw"))
        alice.submit({})
        seen = self._wait(TRIAGE.name, card, self.words("closed-withdrawn", who="<@U0ALICE>", incident="INC-2"))
        return f"Alice does not need INC-2 any more. The technicians read: “{seen}”"

    def _max_waives(self, card: dict[str, str]) -> str:
        asked = self._direct("max", "⚖", what="a question to Max about INC-2")
        max_ = self.workspace.visitor("max")
        max_.click(str(asked["channel"]), asked["ts"], self.words("button-verdict"))
        reason = {self.words("field-verdict"): self.words("verdict-waived"), self.words("field-reason"): "Goodwill"}
        max_.submit(reason)
        question = visible_text(asked).strip().splitlines()[0]
        seen = self._wait(CUSTOMERS.name, card, "⚖️")
        return f"Max is asked what that costs (“{question}”) and waives it. Alice reads: “{seen}”"

    def _direct(self, name: str, text: str, *, what: str) -> dict[str, str]:
        def look() -> dict[str, str] | None:
            said = self.workspace.direct_messages(name)
            return next((one for one in said if text in visible_text(one)), None)

        return self.workspace.wait_for(look, PATIENCE_S, what=what)

    def _wait(self, channel: str, card: dict[str, str], text: str) -> str:
        seen = self.workspace.wait_for_message(channel, text, thread=card[channel], timeout=PATIENCE_S)
        return visible_text(seen).strip().splitlines()[0]
