"""Is this a text in UTF-8? If not, what is it, and how does it become one?"""

import codecs
from io import BytesIO, TextIOWrapper

from bot.imports.mistakes import Mistakes, WrongFile

SAVE_AS_UTF8 = 'save it as "CSV UTF-8" (in LibreOffice: character set Unicode (UTF-8)), and import that'
OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls)"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"<", "a web page or an XML file"),
)
"""What files of other kinds begin with."""
ARCHIVES = ((b"[Content_Types].xml", "an Excel workbook (.xlsx)"), (b"opendocument", "an OpenDocument file (.ods)"))
"""What is found in ZIP files of these kinds."""


def text_of(content: bytes) -> TextIOWrapper:
    """Return the text, line ends as they are; raise `WrongFile` if it is not UTF-8, or begins with two BOMs."""
    if kind := _other_file(content):
        raise _wrong(1, f"the file is {kind}, whatever its name says: {SAVE_AS_UTF8}.")
    if _is_utf16(content):
        raise _wrong(1, f"the file is UTF-16: {SAVE_AS_UTF8}.")
    if content.startswith(codecs.BOM_UTF8 * 2):
        raise _wrong(1, f"the file begins with two byte order marks (BOM) instead of one: {SAVE_AS_UTF8}.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _wrong(content.count(b"\n", 0, problem.start) + 1, f"the file is not UTF-8: {SAVE_AS_UTF8}.") from None
    return TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="")


def _other_file(content: bytes) -> str | None:
    """Return what the file is, if it is easily recognised as something else than text; else None."""
    if content.startswith(b"PK\x03\x04"):
        return next((kind for sign, kind in ARCHIVES if sign in content), "a ZIP archive (.zip)")
    begin = content[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    return next((kind for sign, kind in OTHER_FILES if begin.startswith(sign)), None)


def _is_utf16(content: bytes) -> bool:
    """Return whether there is a mark of UTF-16 or, without one, whether every other byte of the first four is zero."""
    zeros = [not byte for byte in content[:4]]
    return content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or zeros in (
        [False, True, False, True],
        [True, False, True, False],
    )


def _wrong(line: int, reason: str) -> WrongFile:
    mistakes = Mistakes()
    mistakes.note(line, "", reason)
    return WrongFile(mistakes)
