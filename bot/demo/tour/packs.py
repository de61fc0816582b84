"""The part of the story about packs: a balance before and after, an ended product, a claim."""

from collections.abc import Iterator

from bot.demo import form
from bot.demo.errors import NeverSeen
from bot.demo.reading import Payload, visible_text
from bot.demo.seed import CARL, CUSTOMERS, FRESH, GLOBEX, LOBBY, MAX, NEARLY_USED
from bot.demo.tour.filing import FilingScene
from bot.rules.packs import masked


class PackScene(FilingScene):
    """What is left of packs, and who owns them."""

    def before(self) -> Iterator[str]:
        """Play the scenes before the first incident is filed."""
        self._expect(nearly_used=2, fresh=5)
        self.types("carl", "packs", channel=LOBBY.name)
        self.workspace.wait_for_message(LOBBY.name, self.words("packs-no_account", managers=f"<@{MAX.id}>"))
        yield "Alice asks for her packs: 2 and 5 are left. Carl has no account, so no packs."
        self._ended_product_is_refused()
        yield "She asks about a product that is no longer supported: the form refuses."

    def after(self) -> Iterator[str]:
        """Play the scenes after two incidents have been filed."""
        self._expect(nearly_used=0, fresh=5)
        self.is_told("alice", masked(NEARLY_USED))
        yield "Both used the pack that expires first: little is left, and she is notified."
        self.types("carl", "claim", channel=LOBBY.name)
        self.sends("carl", {"field-confirmation": "glbx 2026 1234"})
        self.answers_directly("max", f"<@{CARL.id}>", "button-approve")
        for name in ("carl", "gina"):
            self.is_told(name, masked(GLOBEX))
        yield "Carl claims Globex's pack by its number, Max approves, Gina is notified."

    def at_the_end(self) -> Iterator[str]:
        """Play the look at the ledger once one incident is solved and the other is waived."""
        used, left = self._shown(NEARLY_USED, "packs-used"), self._shown(NEARLY_USED, "packs-left")
        if (used, left) != (1, 1):
            raise NeverSeen(f"One unit should be used and one have come back, but {used} and {left} are shown.")
        yield "Of that pack 1 unit is used and 1 came back: the ledger shows each step."

    def _expect(self, *, nearly_used: int, fresh: int) -> None:
        left = self._shown(NEARLY_USED, "packs-left"), self._shown(FRESH, "packs-left")
        if left != (nearly_used, fresh):
            raise NeverSeen(f"Two packs should have {nearly_used} and {fresh} left, but have {left}.")

    def _shown(self, confirmation: str, label: str) -> int:
        """Return the figure that `/incident packs` shows Alice under a label for a pack."""
        self.types("alice", "packs")
        pack = masked(confirmation)
        answers = [one for one in self.workspace.messages(CUSTOMERS.name) if pack in visible_text(one)]
        return int(_field(answers[-1], pack, self.words(label)))

    def _ended_product_is_refused(self) -> None:
        self.types("alice")
        alice, label = self.workspace.visitor("alice"), self.words("field-product")
        offered = form.options(form.labelled(alice.form(), label)[1])
        ended = next(product for product in offered if "Mail Server 2013" in product)
        errors = self.refused("alice", self.answers("tour-old_server", cover="business", product=ended))
        alice.close_form()
        if "Mail Server 2013" not in errors.get(label, ""):
            raise NeverSeen(f"The form should have refused the ended product, but said {errors}.")


def _field(answer: Payload, pack: str, label: str) -> str:
    """Return the value beside a label, below the heading of a pack."""
    blocks = answer["blocks"]
    heading = next(n for n, one in enumerate(blocks) if pack in str(one.get("text")))
    fields = [str(one["text"]) for one in blocks[heading + 1]["fields"]]
    return next(text for text in fields if label in text).splitlines()[-1]
