"""The part of the story about filing without a command: a mention, a reaction, and the counter."""

from collections.abc import Iterator

from bot.demo.errors import NeverSeen
from bot.demo.reading import visible_text
from bot.demo.seed import ALICE, CUSTOMERS, THEO
from bot.demo.tour.filing import FilingScene
from bot.demo.tour.scene import PATIENCE_S, Cards

TICKET = "ticket"


class DoorsScene(FilingScene):
    """Alice files in a thread, Theo offers to file what she wrote, and posts the counter."""

    def steps(self) -> Iterator[str]:
        """Play until each way has led to an incident or an answer."""
        filed = self._is_filed_in_the_thread()
        self._is_joined(filed)
        yield "Alice files INC-6 by a mention and “yes”, and joins it when she files again."
        self._is_offered_and_taken_back()
        self._counter_answers()
        yield "Theo offers to file what she wrote with :ticket:, and posts the counter."

    def _is_filed_in_the_thread(self) -> Cards:
        alice, guichet = self.workspace.visitor("alice"), self.workspace.bot_user
        wrong = self.words("tour-printers")
        asked = alice.say(CUSTOMERS.name, f"<@{guichet}> B {wrong}")
        self.workspace.wait_for_button(CUSTOMERS.name, self._answer(asked), self.words("button-offer_file"))
        alice.reply(CUSTOMERS.name, asked, self.words.listed("offer-yes")[0])
        return self.cards(f"INC-6 · {wrong}")

    def _is_joined(self, filed: Cards) -> None:
        """Let Alice fill in the form about the same problem, and join the existing incident instead of filing it."""
        self.types("alice")
        self.sends("alice", self.answers("tour-printers", cover="business"))
        self.sends("alice", {"similar-title": self.words("similar-join", incident="INC-6")})
        self.workspace.visitor("alice").close_form()
        about = {"incident": "INC-6", "title": self.words("tour-printers")}
        self.customer_reads(filed, self.words("joined", who=f"<@{ALICE.id}>", **about))

    def _is_offered_and_taken_back(self) -> None:
        also = self.words("tour-badge_reader")
        written = self.workspace.visitor("alice").say(CUSTOMERS.name, also)
        theo = self.workspace.visitor("theo")
        theo.react(CUSTOMERS.name, written, TICKET)
        offer = self._answer(written)
        offered = visible_text(next(one for one in self.workspace.messages(CUSTOMERS.name) if one["ts"] == offer))
        if also not in offered or THEO.id not in offered:
            raise NeverSeen(f"Theo should have offered to file {also!r}, but there is: {offered}")
        theo.react(CUSTOMERS.name, written, TICKET, present=False)

        def is_gone() -> bool:
            return all(one["ts"] != offer for one in self.workspace.messages(CUSTOMERS.name))

        self.workspace.wait_for(is_gone, PATIENCE_S, what="an offer that is taken back")

    def _counter_answers(self) -> None:
        self.types("theo", self.words.listed("command-counter")[0])
        counter = self.workspace.wait_for_message(
            CUSTOMERS.name, self.words("counter", account="Acme Ltd"), timeout=PATIENCE_S
        )
        self.presses("alice", CUSTOMERS.name, str(counter["ts"]), button="button-ask_list")
        self.workspace.wait_for(self._is_listed, PATIENCE_S, what="INC-6 in the answer to a button of the counter")

    def _is_listed(self) -> bool:
        private = (one for one in self.workspace.messages(CUSTOMERS.name) if one.get("ephemeral_to") == ALICE.id)
        return any("INC-6" in visible_text(one) for one in private)

    def _answer(self, ts: str) -> str:
        """Return the ts of the answer below a message, once it is there."""

        def look() -> str | None:
            return next((str(one["ts"]) for one in self.workspace.thread(CUSTOMERS.name, ts)[1:]), None)

        return self.workspace.wait_for(look, PATIENCE_S, what=f"an answer below {ts}")
