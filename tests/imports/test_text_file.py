import codecs
import zipfile
from io import BytesIO

import pytest

from bot.imports.mistakes import WrongFile
from bot.imports.text_file import SAVE_AS_UTF8, text_of

TABLE = "code,name\ncafé,Café\n"


def archive(*names: str) -> bytes:
    """Return a ZIP file with empty files of these names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "")
    return file.getvalue()


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_text_in_utf8_is_opened_without_its_mark(mark: bytes) -> None:
    assert text_of(mark + TABLE.encode()).read() == TABLE


@pytest.mark.parametrize("content", [b"", b"a", b"ab", b"\x00", b"\x00\x00\x00\x00", "é,è".encode()])
def test_a_short_file_is_taken_for_nothing_else(content: bytes) -> None:
    assert text_of(content).read().encode() == content


@pytest.mark.parametrize(
    ("content", "line", "cause"),
    [
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            1,
            "the file is an Excel workbook (.xlsx), whatever its name",
        ),
        (
            archive("mimetype", "META-INF/application/vnd.oasis.opendocument.spreadsheet"),
            1,
            "the file is an OpenDocument file (.ods), whatever its name says",
        ),
        (archive("billing.csv"), 1, "the file is a ZIP archive (.zip), whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1, "the file is an Excel workbook (.xls), whatever its name says"),
        (b"%PDF-1.7\n", 1, "the file is a PDF document, whatever its name says"),
        (b"\x1f\x8b\x08\x00", 1, "the file is a compressed file (.gz), whatever its name says"),
        (b"\xef\xbb\xbf\r\n <html>", 1, "the file is a web page or an XML file, whatever its name says"),
        (b"<?xml version='1.0'?>", 1, "the file is a web page or an XML file, whatever its name says"),
        (TABLE.encode("utf-16"), 1, "the file is UTF-16"),
        (TABLE.encode("utf-16-le"), 1, "the file is UTF-16"),
        (TABLE.encode("utf-16-be"), 1, "the file is UTF-16"),
        (
            b"\xef\xbb\xbf\xef\xbb\xbf" + TABLE.encode(),
            1,
            "the file begins with two byte order marks (BOM) instead of one",
        ),
        (TABLE.encode("latin-1"), 2, "the file is not UTF-8"),
    ],
)
def test_what_it_is_instead_is_told(content: bytes, line: int, cause: str) -> None:
    with pytest.raises(WrongFile) as wrong:
        text_of(content)

    (mistake,) = wrong.value.mistakes.shown
    assert (mistake.line, mistake.column) == (line, "")
    assert mistake.reason.startswith(cause)
    assert mistake.reason.endswith(f": {SAVE_AS_UTF8}.")
