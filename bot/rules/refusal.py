"""What is a refusal? A "no" with a reason that the reader can act on; it is not a fault of the program."""

from collections.abc import Callable, Sequence
from typing import ClassVar, ParamSpec, TypeVar

P = ParamSpec("P")
Result = TypeVar("Result")


class Refusal(Exception):
    """The request cannot be granted; `text` names the sentence, `facts` its variables, `field` where it appears."""

    text: ClassVar[str]

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(self.text, facts)
        self.field = field
        self.facts = facts

    def each(self) -> Sequence["Refusal"]:
        """Return the refusals that this one consists of: only itself."""
        return [self]


class Refusals(Refusal):
    """Several fields of one form are refused at once; if only one sentence can be shown, it is the first one's."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        self.text = first.text  # type: ignore[misc] # each field has its own sentence
        self.refusals = refusals
        super().__init__(first.field, **first.facts)

    def each(self) -> Sequence[Refusal]:
        """Return the refusals in the order in which they were found."""
        return self.refusals


class Gathering:
    """Everything that is wrong with a form, collected so that it is refused at once."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    def read(self, otherwise: Result, read: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Return what `read` returns; if it refuses a field, record that and return `otherwise`."""
        try:
            return read(*args, **kwargs)
        except Refusal as refusal:
            self.add(refusal)
            return otherwise

    def add(self, refusal: Refusal) -> None:
        """Record the refusal of a field; one without a field is raised."""
        if refusal.field is None:
            raise refusal
        self._refusals.extend(refusal.each())

    def refuses(self, *fields: str) -> bool:
        """Return True if one of these fields is refused."""
        return any(one.field in fields for one in self._refusals)

    def check(self) -> None:
        """Raise the recorded refusals, if any: a single one as it is, several as `Refusals`."""
        if self._refusals:
            raise self._refusals[0] if len(self._refusals) == 1 else Refusals(self._refusals)


class NotKnownNow(Refusal):
    """Something must be known that Slack does not tell us right now: neither a yes nor a no, so it should be retried.

    Whoever acts reads the sentence; an event is refused, so that Slack sends it again.
    """
