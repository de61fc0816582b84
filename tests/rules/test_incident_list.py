"""A button brings back the page that it was given; anything else is refused."""

from datetime import UTC, datetime

import pytest

from bot.rules.carried import NotOurs
from bot.rules.incident_list import TYPED_LIMIT, ListPlace, Page, decode

AT = datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "page",
    [
        Page(),
        Page("closed", 7, "imprimante é 😀", ListPlace(2, 17, AT), is_before=True),
        Page("found", typed='"%_', place=ListPlace(1, 17)),
    ],
)
def test_a_page_comes_back(page: Page) -> None:
    assert decode(page.encode()) == page


def test_a_button_takes_any_words() -> None:
    value = Page("found", typed="😀" * 3000, place=ListPlace(1, 999_999_999, AT)).encode()

    assert len(value) <= 2000
    assert len(decode(value).typed) <= TYPED_LIMIT


@pytest.mark.parametrize(
    "carried",
    [
        None, "", "7", "[]", "{}x", '{"which": "everything"}', '{"which": ["open"]}', '{"typed": 7}',
        '{"account": "x"}',
        '{"account": -1}', '{"account": 1e99}', '{"place": 7}', '{"place": {}}', '{"more": 1}',
        '{"place": {"section": 0, "number": "1; DROP", "at": null}}',
        '{"place": {"section": 0, "number": 1, "at": "2026-11-23T08:00:00"}}',
        '{"place": {"section": 0, "number": 1, "at": "soon"}}',
    ],
)  # fmt: skip
def test_what_is_none_is_refused(carried: object) -> None:
    with pytest.raises(NotOurs):
        decode(carried)
