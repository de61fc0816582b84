"""What does a spreadsheet do to text in a file? It runs formulas, and takes texts for numbers, dates or errors.

Sources: owasp.org/www-community/attacks/CSV_Injection; what Excel and LibreOffice make of a CSV file.
"""

import re
import unicodedata
from functools import cache

from babel import Locale

FORMULA_STARTS = frozenset("=+-@\N{MINUS SIGN}")
"""Characters with which a formula begins."""
SEPARATORS = re.compile("([,;|\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029\uff0c\uff1b\uff5c])")
"""Characters at which a text may be split into cells, by another separator when opening, or by *Text to Columns*."""
PASSED_OVER = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Co", "Cn"})
"""Unicode categories of characters unseen before a formula: spaces, joiners, marks of direction and byte order."""
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that look as empty as a space."""

ERROR = re.compile(r"#[^\W\d_][^\W_]*(?:/0)?[!?]|#[A-Z]{1,2}/[A-Z]|#NV|#{3,}|(?:#\s*)?ERR:\s*\d{3}", re.IGNORECASE)
"""Errors such as #REF!, #N/A, #VALEUR!, #DIV/0!, #NV, LibreOffice's Err:502, and ##### for a column too narrow."""
TRUTHS = frozenset({"TRUE", "FALSE", "VRAI", "FAUX", "WAHR", "FALSCH"})
WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
"""A number that is not changed: Excel keeps fifteen digits, and drops leading zeros."""
SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
"""A long number as a spreadsheet shortens it, losing most digits: 1.23457E+12."""
LANGUAGES_OF_MONTHS = ("de", "en", "en_GB", "es", "fr", "it", "nl", "pt")


def defused(text: str) -> str:
    """Return the text with an apostrophe before whatever a spreadsheet may run, now or once the cell is split."""
    parts = "".join(f"'{part}" if _is_formula(part) else part for part in SEPARATORS.split(text))
    return f"'{parts}" if text.startswith(("\t", "\r", "\n")) else parts


def kept_whole(text: str) -> str:
    """Return the text defused, and with an apostrophe in front if a spreadsheet would show another value."""
    safe = defused(text)
    return f"'{safe}" if safe[:1] != "'" and is_changed(text) else safe


def is_changed(text: str) -> bool:
    """Return True if a spreadsheet would show the text as a number, a date, a Boolean or an error instead."""
    if WHOLE_NUMBER.fullmatch(text):
        return False
    plain = _plain(text)
    is_number_or_date = any(map(str.isdigit, plain)) and _number_or_date().fullmatch(plain)
    return bool(is_number_or_date) or plain in TRUTHS or is_error(plain)


def is_error(text: str) -> bool:
    """Return True if the text is an error that a spreadsheet shows when it could not calculate."""
    return bool(ERROR.fullmatch(text))


def _is_formula(part: str) -> bool:
    """Return True if the first visible character, except quotation marks, begins a formula, even a full-width one."""
    first = next((char for char in part if not (char == '"' or _is_passed_over(char))), "")
    return unicodedata.normalize("NFKC", first) in FORMULA_STARTS


def _is_passed_over(char: str) -> bool:
    return char in FILLERS or unicodedata.category(char) in PASSED_OVER


def _plain(text: str) -> str:
    """Return the text in capital letters, without accents and invisible characters; full-width digits become plain."""
    seen = (char for char in unicodedata.normalize("NFKD", text) if char.isspace() or not _is_passed_over(char))
    return "".join(seen).strip().upper()


@cache
def _number_or_date() -> re.Pattern[str]:
    """Return a pattern for texts of digits, signs of numbers, dates and sums, and names of months."""
    signs = r"[\d\s.,:/()%'$€£¥+-]"
    letters = r"(?<=[\d.,])E(?=[+-]?\d)|(?<=\d)T(?=\d)|(?<=\d)Z$|(?<=\d)[AP]M|(?<=\d\s)[AP]M?$"
    return re.compile(f"(?:{signs}|{letters}|{'|'.join(_months())})+")


def _months() -> list[str]:
    """Return the names of months and their short forms as escaped patterns, longest first."""
    locales = map(Locale.parse, LANGUAGES_OF_MONTHS)
    tables = [locale.months[use][width] for locale in locales for use, width in _uses()]
    names = {_plain(name).replace(".", "") for table in tables for name in table.values()}
    return sorted(map(re.escape, names), key=len, reverse=True)


def _uses() -> list[tuple[str, str]]:
    return [(use, width) for use in ("format", "stand-alone") for width in ("wide", "abbreviated")]
