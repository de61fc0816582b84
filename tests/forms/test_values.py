"""A form holds what was filled in, and where a field was not filled in, what the form shows in it."""

from pathlib import Path
from typing import Any

import pytest

from bot.forms.values import values_of

YES, NO = ({"text": {"type": "plain_text", "text": one}, "value": one} for one in ("yes", "no"))


def view(element: dict[str, Any], held: dict[str, Any] | None, *, optional: bool = False) -> dict[str, Any]:
    """Return a submitted form with one field; `held` is its state, None if the submission has none of it."""
    block = {"type": "input", "block_id": "field", "element": {"action_id": "it", **element}, "optional": optional}
    about = {"type": "section", "block_id": "about", "text": {"type": "mrkdwn", "text": "About it"}}
    return {"blocks": [about, block], "state": {"values": {} if held is None else {"field": {"it": held}}}}


KINDS = [
    ({"type": "plain_text_input", "initial_value": "5"}, {"value": "5"}, {"value": "7"}),
    ({"type": "static_select", "initial_option": YES}, {"selected_option": YES}, {"selected_option": NO}),
    ({"type": "radio_buttons", "initial_option": YES}, {"selected_option": YES}, {"selected_option": NO}),
    ({"type": "checkboxes", "initial_options": [YES]}, {"selected_options": [YES]}, {"selected_options": []}),
    ({"type": "datepicker", "initial_date": "2026-11-27"}, {"selected_date": "2026-11-27"}, {"selected_date": "2027"}),
    ({"type": "users_select", "initial_user": "U0"}, {"selected_user": "U0"}, {"selected_user": "U1"}),
    (
        {"type": "conversations_select", "initial_conversation": "C0"},
        {"selected_conversation": "C0"},
        {"selected_conversation": "C1"},
    ),
]


@pytest.mark.parametrize(("element", "initial", "other"), KINDS, ids=[kind["type"] for kind, *_ in KINDS])
class TestValuesOf:
    """Every kind of field, by what the submission says of it."""

    @pytest.mark.parametrize("optional", [False, True])
    def test_left_out_is_the_initial_value(
        self, element: dict[str, Any], initial: dict[str, Any], other: dict[str, Any], *, optional: bool
    ) -> None:
        (key,) = other
        for held in (None, {}, {"type": element["type"]}):
            read = values_of(view(element, held, optional=optional))
            assert read["field"]["it"][key] == initial[key]

    def test_null_is_the_initial_value_where_a_value_is_required(
        self, element: dict[str, Any], initial: dict[str, Any], other: dict[str, Any]
    ) -> None:
        (key,) = other
        assert values_of(view(element, {key: None}))["field"]["it"] == initial

    def test_null_is_empty_where_the_field_is_optional(
        self, element: dict[str, Any], initial: dict[str, Any], other: dict[str, Any]
    ) -> None:
        """Slack sends null when somebody has emptied a prefilled field."""
        (key,) = other
        assert values_of(view(element, {key: None}, optional=True))["field"]["it"] == {key: None} != initial

    def test_what_was_filled_in_stays(
        self, element: dict[str, Any], initial: dict[str, Any], other: dict[str, Any]
    ) -> None:
        for held in (initial, other):
            submitted = view(element, held)
            assert values_of(submitted) == submitted["state"]["values"]


def test_a_field_that_shows_nothing_stays_as_it_was_sent() -> None:
    for held in (None, {"value": None}, {"value": ""}):
        submitted = view({"type": "plain_text_input"}, held)
        assert values_of(submitted) == submitted["state"]["values"]


def test_an_emptied_text_is_not_filled_again() -> None:
    submitted = view({"type": "plain_text_input", "initial_value": "5"}, {"value": ""})
    assert values_of(submitted)["field"]["it"] == {"value": ""}


def test_every_form_is_read_this_way() -> None:
    """The demo is exempt: it corrects what its page sends."""
    files = [path for path in Path("bot").rglob("*.py") if "demo" not in path.parts]
    readers = [str(path) for path in files if '["state"]' in path.read_text(encoding="utf-8")]
    assert readers == ["bot/forms/values.py"]
