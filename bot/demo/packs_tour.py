"""The part of the story about packs: a balance before and after, an ended product, a claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.screen.control import Payload
from bot.demo.screen.reading import visible_text
from bot.demo.seed import CARL, CUSTOMERS, FRESH, GLOBEX, LOBBY, MAX, NEARLY_USED
from bot.demo.workspace import LocalWorkspace, NeverSeen
from bot.rules.packs import masked
from bot.texts.catalogue import Words

PATIENCE_S = 10.0


@dataclass(frozen=True)
class PacksTour:
    """Its steps; each waits until its effect is seen."""

    workspace: LocalWorkspace
    words: Words

    def before(self) -> Iterator[str]:
        """Play what comes before the first incident is filed."""
        nearly, fresh = self._left(NEARLY_USED), self._left(FRESH)
        if (nearly, fresh) != (2, 5):
            raise NeverSeen(f"Two packs should have 2 and 5 left, but have {nearly} and {fresh}.")
        yield "Alice types /incident packs: 2 are left of one pack, 5 of another, and one has expired."
        yield self._carl_sees_none()
        yield self._ended_product_is_refused()

    def after(self) -> Iterator[str]:
        """Play what comes after two incidents were filed."""
        nearly, fresh = self._left(NEARLY_USED), self._left(FRESH)
        if (nearly, fresh) != (0, 5):
            raise NeverSeen(f"The pack that expires first should be used up, but {nearly} and {fresh} are left.")
        yield "Her two incidents have taken both units of the pack that expires first: 0 and 5 are left now."
        yield self._low_balance_is_told()
        yield self._carl_claims()
        yield self._max_approves()

    def _left(self, confirmation: str) -> int:
        return self.shown(confirmation, "packs-left")

    def shown(self, confirmation: str, label: str) -> int:
        """Return the figure under a label, given by its text, that `/incident packs` shows Alice for a pack."""
        self.workspace.visitor("alice").command("/incident", "packs", channel=CUSTOMERS.name)
        pack = masked(confirmation)
        answers = [one for one in self.workspace.messages(CUSTOMERS.name) if pack in visible_text(one)]
        return int(_field(answers[-1], pack, self.words(label)))

    def _carl_sees_none(self) -> str:
        self.workspace.visitor("carl").command("/incident", "packs", channel=LOBBY.name)
        said = self.words("packs-no_account", managers=f"<@{MAX.id}>")
        self.workspace.wait_for_message(LOBBY.name, said)
        return f"Carl, of no account, types the same and sees none of them: “{said}”"

    def _ended_product_is_refused(self) -> str:
        alice = self.workspace.visitor("alice")
        alice.command("/incident", channel=CUSTOMERS.name)
        product = next(one for one in alice.form().options(self.words("field-product")) if "Mail Server 2013" in one)
        words = self.words
        target = words("target-always", duration=words("duration-hours", hours=2))
        errors = alice.submit(
            {
                words("field-request"): words("request-incident"),
                words("field-title"): "The old server is slow",
                words("field-product"): product,
                words("field-severity"): words("severity-option", severity=words("severity-A"), target=target),
                words("field-cover"): words("cover-business"),
                words("field-description"): "Since yesterday.",
            }
        )
        alice.close_form()
        refused = errors.get(words("field-product"), "")
        if "Mail Server 2013" not in refused:
            raise NeverSeen(f"The form should have refused the ended product, but said {errors}.")
        return f"She asks about a product that is no longer supported. The form refuses: “{refused}”"

    def _low_balance_is_told(self) -> str:
        seen = self._direct("alice", masked(NEARLY_USED))
        return f"As a buyer she is told directly: “{seen}”"

    def _carl_claims(self) -> str:
        carl = self.workspace.visitor("carl")
        carl.command("/incident", "claim", channel=LOBBY.name)
        errors = carl.submit({self.words("field-confirmation"): "glbx 2026 1234"})
        if errors:
            raise NeverSeen(f"The claim should have been accepted, but the form said {errors}.")
        seen = self._direct("max", f"<@{CARL.id}>")
        return f"Carl, new at Globex, claims a pack by its order number. Max reads: “{seen}”"

    def _max_approves(self) -> str:
        asked = next(one for one in self.workspace.direct_messages("max") if f"<@{CARL.id}>" in visible_text(one))
        self.workspace.visitor("max").click(str(asked["channel"]), asked["ts"], self.words("button-approve"))
        carl, gina = self._direct("carl", masked(GLOBEX)), self._direct("gina", masked(GLOBEX))
        return f"Max approves. Carl reads: “{carl}” Gina, who bought it, reads: “{gina}”"

    def _direct(self, person: str, text: str) -> str:
        """Return the first line of a direct message to this person that has the text, once it is seen."""

        def look() -> str | None:
            said = [visible_text(one) for one in self.workspace.direct_messages(person)]
            return next((one for one in said if text in one), None)

        seen = self.workspace.wait_for(look, PATIENCE_S, what=f"a direct message to {person} with {text!r}")
        return seen.strip().splitlines()[0]


def _field(answer: Payload, pack: str, label: str) -> str:
    """Return the value beside a label, below the heading of a pack."""
    blocks = answer["blocks"]
    heading = next(n for n, one in enumerate(blocks) if pack in str(one.get("text")))
    fields = [str(one["text"]) for one in blocks[heading + 1]["fields"]]
    return next(text for text in fields if label in text).splitlines()[-1]
