"""What does a CSV file say? It is read row by row, and each mistake is noted with its line and column.

It takes UTF-8 with or without BOM, commas, semicolons or tabs, quoted fields and every kind of line end (RFC 4180).
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.imports.mistakes import Mistakes, WrongFile, shown
from bot.imports.text_file import text_of
from bot.rules.plain_text import one_line

DELIMITERS = ",;\t"
HEADER_BYTES = 65_536
"""Maximum bytes from the beginning of a file to the end of its header."""
INSTRUCTION = re.compile('"?sep=.?"?[,;\t]*', re.IGNORECASE)
"""What Excel takes as an instruction in the first line of a file, and other programs as a value."""
BLANK = r"[^\S\r\n]+"

# A quotation that is never closed is reported as that, and not as too long a value: lengths are checked later.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Columns:
    """Which columns a kind of file has."""

    required: Sequence[str]
    optional: Sequence[str] = ()
    """May be missing altogether."""

    @property
    def known(self) -> Sequence[str]:
        """Return all columns, in the order in which they are reported."""
        return [*self.required, *self.optional]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line, and each value by the name of its column, without blanks around it."""

    line: int
    values: dict[str, str]


def rows_of(content: bytes, *, columns: Columns, mistakes: Mistakes) -> Iterator[Row]:
    """Yield each row that has the right shape; empty lines are skipped, and rows of another shape noted.

    Raises `WrongFile` before the first row if the file as a whole cannot be read.
    """
    header: list[str] | None = None
    for line, cells in _lines(text_of(content), _delimiter(content), mistakes):
        if header is None and mistakes.count:
            break
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


def _delimiter(content: bytes) -> str:
    """Return the delimiter of the names in the first line that is not empty."""
    first = content[:HEADER_BYTES].lstrip(codecs.BOM_UTF8 + b"\r\n").splitlines()[:1]
    return max(DELIMITERS, key=b"".join(first).decode("utf-8", "replace").count)


def _lines(text: Iterable[str], delimiter: str, mistakes: Mistakes) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line's number and the stripped cells of each row that is not blank, up to a broken quotation."""
    written: list[str] = []
    table = csv.reader(_kept(text, written), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in table:
            stripped = [cell.strip() for cell in cells]
            if any(_is_quoted_late(cell, delimiter, written) for cell in cells):
                mistakes.note(line, "", 'a quotation mark (") behind a blank quotes nothing: remove the blank.')
            elif any(stripped):
                yield line, stripped
            line = table.line_num + 1
            written.clear()
    except csv.Error as problem:
        mistakes.note(line, "", f"{_quotation(str(problem), written, delimiter)} What follows was not read.")


def _kept(text: Iterable[str], written: list[str]) -> Iterator[str]:
    """Yield each line of the text, and add it unchanged to the list `written`, which the caller clears."""
    for line in text:
        written.append(line)
        yield line


def _is_quoted_late(cell: str, delimiter: str, written: list[str]) -> bool:
    """Return whether the cell begins with a blank and a quotation mark, and does so in the file."""
    is_meant = cell[:1].isspace() and cell.lstrip()[:1] == '"'
    return is_meant and f"{delimiter}{cell}" in delimiter + "".join(written)


def _quotation(problem: str, written: list[str], delimiter: str) -> str:
    if "expected after" not in problem:
        return 'a value begins with a quotation mark (") and does not end with one: close it.'
    if re.search(f'"{BLANK}(?:{re.escape(delimiter)}|$)', written[-1].rstrip("\r\n")):
        return 'a blank stands after a closing quotation mark ("): take it out.'
    return 'a quotation mark stands inside a quoted value: write it twice ("").'


def _header(line: int, cells: list[str], columns: Columns) -> list[str]:
    """Return the names of the columns; raise `WrongFile` if any is missing, unknown or there twice."""
    mistakes = Mistakes()
    names = [one_line(cell).lower() for cell in cells]
    while not names[-1]:
        names.pop()
    if reason := _no_header(names, columns):
        mistakes.note(line, "", reason)
        raise WrongFile(mistakes)
    for name in dict.fromkeys(names):
        if name not in columns.known:
            called = shown(name)[1:-1] or "without a name"
            mistakes.note(line, called, f"unknown; the columns are {','.join(columns.known)}.")
        elif names.count(name) > 1:
            mistakes.note(line, name, "the column is there more than once: remove one.")
    for name in columns.required:
        if name not in names:
            mistakes.note(line, name, f"the column is missing; the first line must be {','.join(columns.known)}.")
    if mistakes.count:
        raise WrongFile(mistakes)
    return names


def _no_header(names: list[str], columns: Columns) -> str:
    """Return why the line that should name the columns cannot be split; "" if it can."""
    first = names[0]
    if INSTRUCTION.fullmatch(",".join(names)):
        return "a line such as sep=; is an instruction for Excel, not a header: remove it, it is not needed here."
    if len(names) > 1 or not all(name in first for name in columns.required):
        return ""
    if any(sign in first for sign in DELIMITERS):
        return 'the whole line stands in quotation marks ("), so that it is one value: take them out, in every line.'
    return "the values are separated by none of comma, semicolon and tab: save the file with one of these."


def _too_many(count: int, expected: int) -> str:
    return (
        f"the row has {count} values, and there are {expected} columns: "
        'put a value with a separator in it in quotation marks ("…").'
    )
