"""What is wrong with a file: each mistake with its line and column, and what to do."""

from bisect import insort
from dataclasses import dataclass

SHOWN = 50
"""Maximum mistakes shown; the others are counted."""
LONGEST = 60
"""Maximum characters shown of a value."""


@dataclass(frozen=True, order=True, slots=True)
class Mistake:
    """One thing that is wrong with a file."""

    line: int
    """Counted from 1, as editors do; the first line of a row that spans several."""
    column: str
    """Name of the column; "" if the whole line is meant."""
    reason: str
    """One sentence: what is wrong, and what to do."""

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.reason}"


class Mistakes:
    """All that is wrong with a file: how many there are, and the first `SHOWN`, by line."""

    def __init__(self) -> None:
        self._first: list[Mistake] = []
        self._noted = 0
        self._of_columns: dict[str, tuple[bool, Mistake]] = {}

    def note(self, line: int, column: str, reason: str) -> None:
        """Add a mistake."""
        self._noted += 1
        insort(self._first, Mistake(line, column, reason))
        del self._first[SHOWN:]

    def note_once(self, line: int, column: str, reason: str, *, is_telling: bool) -> None:
        """Add one mistake for a whole column: the first one, or the first one that is telling."""
        has_telling, _ = self._of_columns.get(column, (False, None))
        if column not in self._of_columns or (is_telling and not has_telling):
            self._of_columns[column] = (is_telling, Mistake(line, column, reason))

    @property
    def count(self) -> int:
        """Return the number of mistakes."""
        return self._noted + len(self._of_columns)

    @property
    def shown(self) -> list[Mistake]:
        """Return the mistakes that are shown, by line."""
        return sorted([*self._first, *(one for _, one in self._of_columns.values())])[:SHOWN]

    def __str__(self) -> str:
        more = [f"and {self.count - SHOWN} more."] if self.count > SHOWN else []
        return "\n".join([*map(str, self.shown), *more, "Nothing was imported."])


class WrongFile(Exception):
    """The file cannot be imported; its text names each mistake on a line of its own."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__(str(mistakes))
        self.mistakes = mistakes


def shortened(text: str) -> str:
    """Return as much of a text as is shown."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def shown(text: str) -> str:
    """Return a text as it is shown: in quotation marks, and with invisible characters escaped."""
    return repr(shortened(text))
