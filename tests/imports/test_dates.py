from datetime import date

import pytest

from bot.imports.dates import SAVE_AS_ISO, UndecidedDay, WrongDay, read_day
from bot.imports.options import DayOrder

OR_SAY = f"{SAVE_AS_ISO}; or add --dates dmy (day first) or --dates mdy (month first)."


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2027-04-03", None, date(2027, 4, 3)),
        ("2027-04-03", "dmy", date(2027, 4, 3)),
        ("03/04/2027", "dmy", date(2027, 4, 3)),
        ("03/04/2027", "mdy", date(2027, 3, 4)),
        ("3.4.2027", "dmy", date(2027, 4, 3)),
        ("3-4-2027", "dmy", date(2027, 4, 3)),
        ("12/25/2027", "mdy", date(2027, 12, 25)),
    ],
)
def test_a_day_is_read_once_the_order_is_known(text: str, order: DayOrder | None, day: date) -> None:
    assert read_day(text, order=order) == day


@pytest.mark.parametrize(
    ("text", "is_ambiguous", "sentence"),
    [
        ("03/04/2027", True, f"'03/04/2027' may mean 2027-04-03 or 2027-03-04: {OR_SAY}"),
        ("3.4.2027", True, f"'3.4.2027' may mean 2027-04-03 or 2027-03-04: {OR_SAY}"),
        ("25/12/2027", False, f"'25/12/2027' is not written like 2026-11-23: {OR_SAY}"),
        ("12/25/2027", False, f"'12/25/2027' is not written like 2026-11-23: {OR_SAY}"),
        ("03/03/2027", False, f"'03/03/2027' is not written like 2026-11-23: {OR_SAY}"),  # The same in either order.
    ],
)
def test_an_order_is_never_guessed(text: str, is_ambiguous: bool, sentence: str) -> None:
    with pytest.raises(UndecidedDay) as undecided:
        read_day(text, order=None)

    assert (str(undecided.value), undecided.value.is_ambiguous) == (sentence, is_ambiguous)


@pytest.mark.parametrize(
    ("text", "order", "sentence"),
    [
        ("2027-02-30", None, "there is no such day as 2027-02-30."),
        ("31/31/2027", None, "there is no such day as 31/31/2027."),
        ("12/25/2027", "dmy", "there is no such day as 12/25/2027 (--dates dmy)."),
        ("25/12/2027", "mdy", "there is no such day as 25/12/2027 (--dates mdy)."),
        ("0000-01-01", None, "there is no such day as 0000-01-01."),
        ("46304", None, f"46304 is a spreadsheet's number for a day: {SAVE_AS_ISO}."),
        ("3/4/27", "dmy", "'3/4/27' is not written like 2026-11-23: year, month, day."),
        ("3/4-2027", "dmy", "'3/4-2027' is not written like 2026-11-23: year, month, day."),
        ("20271012", None, "'20271012' is not written like 2026-11-23: year, month, day."),
        ("24 déc. 2026", None, "'24 déc. 2026' is not written like 2026-11-23: year, month, day."),
        ("2027-10-12 00:00:00", None, "'2027-10-12 00:00:00' is not written like 2026-11-23: year, month, day."),
        ("\uff12027-10-12", None, "'\uff12027-10-12' is not written like 2026-11-23: year, month, day."),
        ("1" * 140_000, None, f"'{'1' * 59}…' is not written like 2026-11-23: year, month, day."),
    ],
)
def test_what_is_no_day_is_told(text: str, order: DayOrder | None, sentence: str) -> None:
    with pytest.raises(WrongDay) as wrong:
        read_day(text, order=order)

    assert str(wrong.value) == sentence
