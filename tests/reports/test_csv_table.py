import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from bot.reports.csv_table import BOM, SIGNS, separator_of, write_csv
from bot.reports.options import Separator


def written(value: object, separator: Separator = "comma") -> str:
    """Return the file of a table with this one value."""
    file = StringIO(newline="")
    write_csv(["title", "units"], [{"title": value, "units": 1}], file, separator=separator)
    return file.getvalue()


@pytest.mark.parametrize(
    ("separator", "expected"),
    [
        ("comma", 'title,units\r\n"a,b",1\r\n'),
        ("semicolon", "title;units\r\na,b;1\r\n"),
        ("tab", "title\tunits\r\na,b\t1\r\n"),
    ],
)
def test_a_table_has_a_mark_of_its_encoding_and_the_separator_that_was_asked_for(
    separator: Separator, expected: str
) -> None:
    assert written("a,b", separator) == BOM + expected


def test_a_french_excel_gets_semicolons() -> None:
    assert (separator_of("fr"), separator_of("en")) == ("semicolon", "comma")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("00123456", "'00123456"),
        ("=1+1", "'=1+1"),
        ("2026-11-02", "'2026-11-02"),  # Somebody's text.
        (date(2026, 11, 2), "2026-11-02"),  # A date of ours.
        (datetime(2026, 11, 2, 9, 30, 0, 7, tzinfo=UTC), "2026-11-02T09:30:00+00:00"),
        (None, ""),
        (-5, "-5"),
        (True, "True"),
    ],
)
def test_texts_are_kept_whole_and_what_is_ours_is_written_plainly(value: object, cell: str) -> None:
    assert written(value) == f"{BOM}title,units\r\n{cell},1\r\n"


@pytest.mark.parametrize("opened_with", SIGNS.values())
@pytest.mark.parametrize("separator", SIGNS)
@pytest.mark.parametrize("text", ['"=1+1', ";=1+1", "|=1+1", 'x";=1+1', "a,=1+1", "a\t=1+1", "a\r\n=1+1"])
def test_nothing_runs_in_a_file_that_is_opened_with_another_separator(
    text: str, separator: Separator, opened_with: str
) -> None:
    cells = [cell for row in csv.reader(StringIO(written(text, separator)), delimiter=opened_with) for cell in row]

    assert not [cell for cell in cells if cell.lstrip('" ').startswith("=")]
