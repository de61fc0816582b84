"""What is wrong with a file: each mistake with its line and column, and what to do."""

from bisect import insort
from dataclasses import dataclass

SHOWN = 50
"""So many mistakes are shown; the others are counted."""


@dataclass(frozen=True, order=True, slots=True)
class Mistake:
    """One thing that is wrong with a file."""

    line: int
    """Counted from 1, as editors do; a row that runs over several lines has its first."""
    column: str
    """Name of the column; empty where the whole line is meant."""
    reason: str
    """One sentence: what is wrong, and what to do."""

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.reason}"


class Mistakes:
    """All that is wrong with a file: how many there are, and the first `SHOWN`, by line."""

    def __init__(self) -> None:
        self.shown: list[Mistake] = []
        self.count = 0

    def note(self, line: int, column: str, reason: str) -> None:
        """Add one."""
        self.count += 1
        insort(self.shown, Mistake(line, column, reason))
        del self.shown[SHOWN:]

    def __str__(self) -> str:
        more = [f"and {self.count - len(self.shown)} more."] if self.count > len(self.shown) else []
        return "\n".join([*map(str, self.shown), *more, "Nothing was imported."])


class WrongFile(Exception):
    """The file cannot be imported; its text names each mistake on a line of its own."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__(str(mistakes))
        self.mistakes = mistakes
