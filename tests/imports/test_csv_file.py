import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.csv_file import Columns, rows_of
from bot.imports.mistakes import SHOWN, Mistakes, WrongFile

COLUMNS = Columns(["code", "name"], ["note"])
ROW = {"code": "mail", "name": "Mail Server", "note": ""}


def read(content: bytes | str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """Return the rows of a file, each with its line number, and the problems noted."""
    mistakes = Mistakes()
    content = content.encode() if isinstance(content, str) else content
    try:
        rows = [(row.line, row.values) for row in rows_of(content, columns=COLUMNS, mistakes=mistakes)]
    except WrongFile as problem:
        return [], [str(one) for one in problem.mistakes.shown]
    return rows, [str(one) for one in mistakes.shown]


class TestShapes:
    """However a spreadsheet writes a table, the same rows are read."""

    @pytest.mark.parametrize(
        "content",
        [
            "code,name\nmail,Mail Server\n",
            "\ufeffcode,name\nmail,Mail Server\n",
            "code;name\nmail;Mail Server\n",
            "code\tname\nmail\tMail Server\n",
            "code,name\r\nmail,Mail Server\r\n",
            "code,name\rmail,Mail Server\r",
            "code,name\nmail,Mail Server",
            '"code","name"\n"mail","Mail Server"\n',
            "\ufeff\r\ncode,name\n\n".replace("\n\n", "\n") + "mail,Mail Server\n,\n\n",
            " Code , NAME \n mail , Mail Server \n",
            "name,code\nMail Server,mail\n",
            "code,name,note\nmail,Mail Server,\n",
            "code,name,note\nmail,Mail Server\n",
            "code,name,,\nmail,Mail Server,,\n",
            '\ufeffname;code\r\n"Mail Server";mail\r\n',
            "co\u200bde,\u00a0name\u2060\nmail,Mail Server\n",
        ],
    )
    def test_are_read_alike(self, content: str) -> None:
        rows, mistakes = read(content)

        assert ([values for _, values in rows], mistakes) == ([ROW], [])

    def test_with_separators_quotation_marks_and_line_ends_inside_values(self) -> None:
        rows, mistakes = read('code,name\r\na,"Globex, ""Inc."""\r\nb,"two\r\nlines"\r\n\r\nc,C\r\n')

        assert [(line, values["name"]) for line, values in rows] == [
            (2, 'Globex, "Inc."'),
            (3, "two\r\nlines"),
            (6, "C"),  # Lines 3 and 4 are one row, and line 5 is empty.
        ]
        assert mistakes == []

    def test_of_a_header_alone_are_no_rows(self) -> None:
        assert read("code,name\n") == ([], [])

    @given(
        st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=5),
        st.sampled_from([",", ";", "\t"]),
        st.sampled_from(["", "\ufeff"]),
    )
    def test_of_any_text_are_what_was_written(self, written: list[tuple[str, str]], separator: str, bom: str) -> None:
        written = [row for row in written if any(cell.strip() for cell in row)]
        file = StringIO(newline="")
        csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("code", "name"), *written])

        rows, mistakes = read((bom + file.getvalue()).encode("utf-8", "surrogatepass"))

        if mistakes:  # Lone surrogates are not valid UTF-8.
            assert mistakes[0].endswith("and import that.")
        else:
            assert [tuple(values.values())[:2] for _, values in rows] == [(a.strip(), b.strip()) for a, b in written]


NOT_UTF8 = 'save it as "CSV UTF-8" (in LibreOffice: character set Unicode (UTF-8)), and import that.'
NOT_CLOSED = 'a value begins with a quotation mark (") and does not end with one: close it.'
NOT_TWICE = 'a quotation mark stands inside a quoted value: write it twice ("").'
NOT_QUOTED = 'put a value with a separator in it in quotation marks ("…").'
NO_HEADER = "a line such as sep=; is an instruction for Excel, not a header: remove it, it is not needed here."
WHOLE_LINE = 'the whole line stands in quotation marks ("), so that it is one value: take them out, in every line.'
OTHER_SEPARATOR = "the values are separated by none of comma, semicolon and tab: save the file with one of these."
BLANK_BEFORE = 'a quotation mark (") behind a blank quotes nothing: remove the blank.'
BLANK_AFTER = 'a blank stands after a closing quotation mark ("): take it out.'


class TestMistakes:
    """What is wrong with a file is said with its line and column, and what to do."""

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"", ["line 1: the file is empty: its first line must be code,name,note."]),
            ("\ufeff\n \n", ["line 1: the file is empty: its first line must be code,name,note."]),
            (
                "code;title;title\n",
                [
                    "line 1, column name: the column is missing; the first line must be code,name,note.",
                    "line 1, column title: unknown; the columns are code,name,note.",
                ],
            ),
            ("code,name,Name\n", ["line 1, column name: the column is there more than once: remove one."]),
            ("code,,name\n", ["line 1, column without a name: unknown; the columns are code,name,note."]),
            (
                "mail,Mail Server\n",
                [
                    "line 1, column code: the column is missing; the first line must be code,name,note.",
                    "line 1, column mail: unknown; the columns are code,name,note.",
                    "line 1, column mail server: unknown; the columns are code,name,note.",
                    "line 1, column name: the column is missing; the first line must be code,name,note.",
                ],
            ),
            (
                "code,name\nmail,Globex, Inc.\n",
                [f"line 2: the row has 3 values, and there are 2 columns: {NOT_QUOTED}"],
            ),
            ('code,name\na,A\nmail,"Mail\nb,B\n', [f"line 3: {NOT_CLOSED} What follows was not read."]),
            ('code,name\nmail,"Mail" Server\n', [f"line 2: {NOT_TWICE} What follows was not read."]),
            ("code,name\na,A\ncafe,Café\n".encode("latin-1"), [f"line 3: the file is not UTF-8: {NOT_UTF8}"]),
            ("code,name\nmail,Mail\n".encode("utf-16"), [f"line 1: the file is UTF-16: {NOT_UTF8}"]),
            (
                b"PK\x03\x04\x14\x00\xff\xfe",
                [f"line 1: the file is a ZIP archive (.zip), whatever its name says: {NOT_UTF8}"],
            ),
            *(
                (text, [f"line 1: {NO_HEADER}"])
                for text in ("sep=;\n", "sep=,\ncode,name\n", "\ufeffSEP=|\n", '"sep=\t"\n')
            ),
            ("\nsep=;\ncode;name\n", [f"line 2: {NO_HEADER}"]),
            ('"code,name"\n"mail,Mail Server"\n', [f"line 1: {WHOLE_LINE}"]),
            ("code|name\nmail|Mail Server\n", [f"line 1: {OTHER_SEPARATOR}"]),
            ('code, "name"\nmail,Mail\n', [f"line 1: {BLANK_BEFORE}"]),
            ('code,name\nmail, "Globex, Inc."\nb,B\n', [f"line 2: {BLANK_BEFORE}"]),
            ('code,name\n\xa0"mail",Mail\n', [f"line 2: {BLANK_BEFORE}"]),
            ('code,name\n"mail" ,Mail\n', [f"line 2: {BLANK_AFTER} What follows was not read."]),
            ('code,name\nmail,"Mail" \n', [f"line 2: {BLANK_AFTER} What follows was not read."]),
            (f'code,name\nmail,"{"Mail" * 35_000}\n', [f"line 2: {NOT_CLOSED} What follows was not read."]),
        ],
    )
    def test_are_told(self, content: bytes | str, expected: list[str]) -> None:
        assert read(content)[1] == expected

    def test_in_a_row_leave_the_others_to_be_read(self) -> None:
        rows, mistakes = read("code,name\na,A,1,2\nb,B\n")

        assert ([values["code"] for _, values in rows], len(mistakes)) == (["b"], 1)

    def test_in_quotation_leave_the_other_rows_to_be_read(self) -> None:
        rows, mistakes = read('code,name\na, "A"\nb,B\nc, "C"\n')

        assert ([values["code"] for _, values in rows], len(mistakes)) == (["b"], 2)

    def test_are_none_where_a_value_begins_with_a_blank_and_a_quotation_mark(self) -> None:
        rows, mistakes = read('code,name\na," ""A"" and others"\n')

        assert ([values["name"] for _, values in rows], mistakes) == (['"A" and others'], [])

    def test_are_none_in_a_long_value(self) -> None:
        """How long a value may be depends on its column."""
        rows, mistakes = read(f"code,name\nmail,{'M' * 140_000}\n")

        assert ([len(values["name"]) for _, values in rows], mistakes) == ([140_000], [])

    def test_are_shown_by_line_up_to_fifty_and_counted(self) -> None:
        mistakes = Mistakes()
        for line in range(70, 0, -1):
            mistakes.note(line, "size", "wrong.")

        told = str(mistakes).splitlines()

        assert told[0] == "line 1, column size: wrong."
        assert told[SHOWN - 1 :] == ["line 50, column size: wrong.", "and 20 more.", "Nothing was imported."]

    def test_of_a_whole_column_are_told_once_with_the_most_telling_example(self) -> None:
        mistakes = Mistakes()
        for line, is_telling in [(9, False), (7, True), (5, True), (3, False)]:
            mistakes.note_once(line, "size", "wrong.", is_telling=is_telling)
        mistakes.note_once(8, "code", "wrong.", is_telling=False)
        mistakes.note(6, "size", "missing.")

        assert [(one.line, one.column) for one in mistakes.shown] == [(6, "size"), (7, "size"), (8, "code")]
        assert mistakes.count == 3

    @given(st.binary(max_size=200))
    def test_of_any_bytes_are_told_and_never_raised(self, content: bytes) -> None:
        rows, mistakes = read(b"code,name\n" + content)

        assert all(set(values) == {"code", "name", "note"} for _, values in rows)
        assert all(one.startswith("line ") for one in mistakes)
