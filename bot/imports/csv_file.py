"""What does a CSV file say? It is read row by row, and each mistake is noted with its line and column.

Read are UTF-8 with or without BOM, commas, semicolons or tabs, quoted fields and every kind of line end (RFC 4180).
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

from bot.imports.mistakes import Mistakes, WrongFile

DELIMITERS = ",;\t"
HEADER_BYTES = 65_536
"""No header is longer."""
SAVE_AS_UTF8 = 'save it as "CSV UTF-8" (in LibreOffice: character set Unicode (UTF-8)), and import that'


@dataclass(frozen=True)
class Columns:
    """Which columns a kind of file has."""

    required: Sequence[str]
    optional: Sequence[str] = ()
    """May be missing altogether."""

    @property
    def known(self) -> Sequence[str]:
        """Return all of them, in the order in which they are told."""
        return [*self.required, *self.optional]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line, and each value by the name of its column, without blanks around it."""

    line: int
    values: dict[str, str]


def rows_of(content: bytes, *, columns: Columns, mistakes: Mistakes) -> Iterator[Row]:
    """Yield each row that has the right shape; empty lines are skipped, and other rows noted.

    Raises `WrongFile` before the first row where the file as a whole cannot be read.
    """
    text = _opened(content)
    table = csv.reader(text, delimiter=_delimiter(content), strict=True)
    header: list[str] | None = None
    for line, cells in _lines(table, mistakes):
        if header is None:
            header = _header(line, cells, columns)
        elif any(cells[len(header) :]):
            mistakes.note(line, "", _too_many(len(cells), len(header)))
        else:
            # Spreadsheets leave out what is empty at the end of a row.
            yield Row(line, dict.fromkeys(columns.known, "") | dict(zip(header, cells, strict=False)))
    if header is None and not mistakes.count:
        mistakes.note(1, "", f"the file is empty: its first line must be {','.join(columns.known)}.")
    if header is None:
        raise WrongFile(mistakes)


def _opened(content: bytes) -> TextIOWrapper:
    """Return the text, line ends as they are; raise `WrongFile` if it is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _wrong(1, f"the file is UTF-16: {SAVE_AS_UTF8}.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _wrong(content.count(b"\n", 0, problem.start) + 1, f"the file is not UTF-8: {SAVE_AS_UTF8}.") from None
    return TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="")


def _delimiter(content: bytes) -> str:
    """Return what separates the names in the first line that says something."""
    first = content[:HEADER_BYTES].lstrip(codecs.BOM_UTF8 + b"\r\n").splitlines()[:1]
    return max(DELIMITERS, key=b"".join(first).decode("utf-8", "replace").count)


def _lines(table: Iterator[list[str]], mistakes: Mistakes) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the stripped cells of each row that is not blank, up to a broken quotation."""
    line = 1
    try:
        for cells in table:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped
            line = table.line_num + 1  # type: ignore[attr-defined] # typeshed keeps the reader's class private
    except csv.Error as problem:
        mistakes.note(line, "", f"{_quotation(str(problem))} What follows was not read.")


def _quotation(problem: str) -> str:
    if "expected after" in problem:
        return 'a quotation mark stands inside a quoted value: write it twice ("").'
    return 'a value begins with a quotation mark (") and does not end with one: close it.'


def _header(line: int, cells: list[str], columns: Columns) -> list[str]:
    """Return the names of the columns; raise `WrongFile` if any is missing, unknown or there twice."""
    names = [cell.lower() for cell in cells]
    while not names[-1]:
        names.pop()
    mistakes = Mistakes()
    for name in dict.fromkeys(names):
        if name not in columns.known:
            mistakes.note(line, name or "without a name", f"unknown; the columns are {','.join(columns.known)}.")
        elif names.count(name) > 1:
            mistakes.note(line, name, "the column is there more than once: take one out.")
    for name in columns.required:
        if name not in names:
            mistakes.note(line, name, f"the column is missing; the first line must be {','.join(columns.known)}.")
    if mistakes.count:
        raise WrongFile(mistakes)
    return names


def _too_many(count: int, expected: int) -> str:
    return (
        f"the row has {count} values, and there are {expected} columns: "
        'put a value with a separator in it in quotation marks ("…").'
    )


def _wrong(line: int, reason: str) -> WrongFile:
    mistakes = Mistakes()
    mistakes.note(line, "", reason)
    return WrongFile(mistakes)
