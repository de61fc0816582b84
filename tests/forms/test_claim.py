"""The form of `/incident claim`."""

from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.forms import claim as form
from bot.forms.fields import Empty, TooLong
from bot.forms.finished import finished
from bot.texts.catalogue import LANGUAGES, Words


def submitted(typed: str | None) -> dict[str, Any]:
    """Return a submitted view."""
    values = {"confirmation": {"confirmation": {"type": "plain_text_input", "value": typed}}}
    return {"state": {"values": values}}


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("typed", ["", "ORD 1", "9" * 4000])
def test_view_keeps_slacks_limits(locale: str, typed: str) -> None:
    words = Words(locale, "Europe/Paris")
    for view in (form.view(words=words, confirmation=typed), finished(words("claim-received"), words=words)):
        assert View(**view).to_dict() == view
        assert len(view["title"]["text"]) <= 24


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ORD12345678", "ORD12345678"),
        (" ord 1234-5678 ", "ORD12345678"),
        ("o_r.d\u00a01234\u20115678", "ORD12345678"),  # with a no-break space and a no-break hyphen, as in a PDF
        ("9" * 40, "9" * 40),
        ("9 " * 40, "9" * 40),  # 40 digits and 40 spaces
    ],
)
def test_number_is_read_in_whatever_form(typed: str, number: str) -> None:
    assert form.read(submitted(typed)) == number


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [(None, Empty), ("", Empty), (" ", Empty), ("-.-", Empty), ("9" * 41, TooLong), ("ß" * 21, TooLong)],  # SS
)
def test_what_is_no_number_is_refused_at_the_field(typed: str | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        form.read(submitted(typed))
    assert refused.value.field == "confirmation"  # type: ignore[attr-defined] # a Refusal
