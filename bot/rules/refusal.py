"""What is a refusal? A "no" with a reason that the reader can act on; it is no fault of the program."""

from collections.abc import Callable, Sequence
from typing import ClassVar, ParamSpec, TypeVar

P = ParamSpec("P")
Result = TypeVar("Result")


class Refusal(Exception):
    """The request cannot be granted; `text` names the sentence, `facts` fill it in, `field` is where it appears."""

    text: ClassVar[str]

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(self.text, facts)
        self.field = field
        self.facts = facts

    def each(self) -> Sequence["Refusal"]:
        """Return the refusals that it is made of: itself."""
        return [self]


class Refusals(Refusal):
    """Several fields of one form are refused at once; where only one sentence can be shown, it is the first one's."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        self.text = first.text  # type: ignore[misc] # each field has its own sentence
        self.refusals = refusals
        super().__init__(first.field, **first.facts)

    def each(self) -> Sequence[Refusal]:
        """Return the refusals in the order in which they were found."""
        return self.refusals


class Gathering:
    """Everything that is wrong with a form, gathered to be refused at once."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    def read(self, otherwise: Result, read: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Return what `read` returns; where it refuses a field, note that and return `otherwise`."""
        try:
            return read(*args, **kwargs)
        except Refusal as refusal:
            self.add(refusal)
            return otherwise

    def add(self, refusal: Refusal) -> None:
        """Note the refusal of a field; one that is about no field is raised."""
        if refusal.field is None:
            raise refusal
        self._refusals.extend(refusal.each())

    def refuses(self, *fields: str) -> bool:
        """Return True if one of these fields is refused."""
        return any(one.field in fields for one in self._refusals)

    def check(self) -> None:
        """Raise what was gathered, if anything was: a single refusal as it is, several as `Refusals`."""
        if self._refusals:
            raise self._refusals[0] if len(self._refusals) == 1 else Refusals(self._refusals)


class NotKnownNow(Refusal):
    """Something must be known that Slack does not tell just now: that is neither a yes nor a no, so it is tried again.

    Whoever acts reads the sentence; an event is refused, so that Slack sends it again.
    """
