"""The part of the story about the end: a solution, a closed incident, and a withdrawn one with its verdict."""

from collections.abc import Iterator
from datetime import timedelta

from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.tour.scene import PATIENCE_S, Cards, Scene
from bot.forms.severity_choice import promised
from bot.rules.terms import Promise


class ClosingScene(Scene):
    """One incident is solved, reopened and closed again; the other one is withdrawn and waived."""

    def steps(self, solved: Cards, withdrawn: Cards) -> Iterator[str]:
        """Play until both are closed."""
        self._scope_is_agreed(solved)
        yield "Theo proposes a scope for INC-1, and Alice agrees to it."
        self._severity_is_lowered(solved)
        self.presses("tess", TRIAGE.name, solved[TRIAGE.name], button="button-take_over")
        self.customer_reads(solved, self.words("assigned-customer", who="<@U0TESS>", incident="INC-1"))
        yield "She lowers its severity to B, and Tess takes it over."
        self._theo_solves(solved)
        yield "Theo proposes a solution and closes INC-1 as solved."
        self._alice_answers_the_survey()
        self._is_reopened(solved)
        yield "Alice answers the survey and reopens it; closed again, it still costs 1 unit."
        self._is_withdrawn(withdrawn)
        yield "She no longer needs INC-2: Max is asked whether to bill it, and waives it."

    def _scope_is_agreed(self, card: Cards) -> None:
        scope = {"field-scope": self.words("tour-scope")}
        self.presses("theo", TRIAGE.name, card[TRIAGE.name], button="button-propose_scope", answers=scope)
        self.presses("alice", CUSTOMERS.name, self.customer_reads(card, "📐"), button="button-agree_scope")
        self.triage_reads(card, "🤝")

    def _severity_is_lowered(self, card: Cards) -> None:
        moderate = Promise(target=timedelta(hours=4), clock="business")
        chosen = promised("B", moderate, self.words.locale)
        answers = {"field-severity": chosen, "field-reason": self.words("tour-fewer_affected")}
        self.presses("alice", CUSTOMERS.name, card[CUSTOMERS.name], button="button-change_severity", answers=answers)
        self.triage_reads(card, "🔀")

    def _theo_solves(self, card: Cards) -> None:
        solution = {"field-solution": self.words("tour-solution")}
        self.presses("theo", TRIAGE.name, card[TRIAGE.name], button="button-propose_solution", answers=solution)
        self.customer_reads(card, "💡")
        self._theo_closes(card)
        self.customer_reads(card, self.words("closed-solved", who="<@U0THEO>", incident="INC-1"))

    def _theo_closes(self, card: Cards) -> None:
        solved = {"field-outcome": self.words("outcome-solved")}
        self.presses("theo", TRIAGE.name, card[TRIAGE.name], button="button-close", answers=solved)

    def _alice_answers_the_survey(self) -> None:
        words = self.words
        marks = {"field-quality": words("mark-5"), "field-writing": words("mark-4")}
        useful = {"field-useful": words("useful-yes")}
        self.answers_directly("alice", words("button-survey"), "button-survey", answers=useful | marks)

    def _is_reopened(self, card: Cards) -> None:
        reason = {"field-reason": self.words("tour-down_again")}
        self.presses("alice", CUSTOMERS.name, card[CUSTOMERS.name], button="button-reopen", answers=reason)
        self.triage_reads(card, "🔁")
        self._theo_closes(card)
        reopen = self.words("button-reopen")
        self.workspace.wait_for_button(TRIAGE.name, card[TRIAGE.name], reopen, timeout=PATIENCE_S)

    def _is_withdrawn(self, card: Cards) -> None:
        self.presses("alice", CUSTOMERS.name, card[CUSTOMERS.name], button="button-withdraw", answers={})
        self.triage_reads(card, self.words("closed-withdrawn", who="<@U0ALICE>", incident="INC-2"))
        waived = {"field-verdict": self.words("verdict-waived"), "field-reason": self.words("tour-goodwill")}
        self.answers_directly("max", "⚖", "button-verdict", answers=waived)
        self.customer_reads(card, "⚖️")
