from typing import Any

import pytest

from bot.demo.errors import CannotPlay
from bot.demo.screen.form import REQUIRED, Form, Given
from tests.demo.tiny_bot import field, words


def form(*fields: dict[str, Any]) -> Form:
    view = {"title": words("Try"), "blocks": [{"type": "divider"}, *fields]}
    return Form(view, {"Theo Roux": "U0THEO", "alice": "U0ALICE", "triage": "C0TRIAGE"})


def option(text: str) -> dict[str, Any]:
    return {"text": words(text), "value": text[0]}


@pytest.mark.parametrize(
    ("kind", "given", "sent"),
    [
        ("plain_text_input", "words", {"value": "words"}),
        ("email_text_input", "a@b.example", {"value": "a@b.example"}),
        ("number_input", "42", {"value": "42"}),
        ("static_select", "Yes", {"selected_option": option("Yes")}),
        ("radio_buttons", "No", {"selected_option": option("No")}),
        ("checkboxes", ["Yes", "No"], {"selected_options": [option("Yes"), option("No")]}),
        ("checkboxes", "Yes", {"selected_options": [option("Yes")]}),
        ("multi_static_select", ["No"], {"selected_options": [option("No")]}),
        ("users_select", "Theo Roux", {"selected_user": "U0THEO"}),
        ("multi_users_select", ["Theo Roux", "alice"], {"selected_users": ["U0THEO", "U0ALICE"]}),
        ("conversations_select", "triage", {"selected_conversation": "C0TRIAGE"}),
        ("channels_select", "triage", {"selected_channel": "C0TRIAGE"}),
        ("datepicker", "2026-11-20", {"selected_date": "2026-11-20"}),
        ("timepicker", "09:00", {"selected_time": "09:00"}),
    ],
)
def test_each_kind_of_field_sends_what_slack_sends(kind: str, given: Given, sent: dict[str, Any]) -> None:
    choices = ["Yes", "No"] if "select" in kind or kind in {"checkboxes", "radio_buttons"} else []
    filled = form(field("block", "Field", kind, *choices)).fill({"Field": given})
    assert filled == {"block": {"given": {"type": kind, **sent}}}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("plain_text_input", {"value": None}),
        ("static_select", {"selected_option": None}),
        ("checkboxes", {"selected_options": []}),
        ("users_select", {"selected_user": None}),
        ("datepicker", {"selected_date": None}),
        ("file_input", {"files": []}),
    ],
)
def test_a_field_that_is_left_alone_is_sent_empty(kind: str, sent: dict[str, Any]) -> None:
    assert form(field("block", "Field", kind)).fill({}) == {"block": {"given": {"type": kind, **sent}}}


@pytest.mark.parametrize(
    ("kind", "initial", "sent"),
    [
        ("plain_text_input", {"initial_value": "as before"}, {"value": "as before"}),
        ("static_select", {"initial_option": option("Yes")}, {"selected_option": option("Yes")}),
        ("checkboxes", {"initial_options": [option("Yes")]}, {"selected_options": [option("Yes")]}),
        ("users_select", {"initial_user": "U0THEO"}, {"selected_user": "U0THEO"}),
        ("datepicker", {"initial_date": "2026-11-20"}, {"selected_date": "2026-11-20"}),
    ],
)
def test_a_prefilled_field_sends_its_initial_value(kind: str, initial: dict[str, Any], sent: dict[str, Any]) -> None:
    prefilled = form(field("block", "Field", kind, **initial))
    assert prefilled.fill({}) == {"block": {"given": {"type": kind, **sent}}}


def test_a_prefilled_field_can_be_emptied() -> None:
    prefilled = form(field("block", "Field", "plain_text_input", initial_value="as before"))
    assert prefilled.fill({"Field": None}) == {"block": {"given": {"type": "plain_text_input", "value": None}}}


def test_options_in_groups_are_options() -> None:
    groups = [{"label": words("Sure"), "options": [option("Yes")]}, {"options": [option("No")]}]
    grouped = form(field("block", "Field", "static_select", option_groups=groups))
    assert grouped.options("Field") == ["Yes", "No"]
    assert grouped.fill({"Field": "No"})["block"]["given"]["selected_option"] == option("No")


def test_a_required_field_left_empty_says_what_slack_says() -> None:
    both = form(field("one", "One", "plain_text_input", required=True), field("two", "Two", "datepicker"))
    assert both.missing(both.fill({})) == {"One": REQUIRED}
    assert both.missing(both.fill({"One": "words"})) == {}


def test_errors_are_returned_by_label() -> None:
    assert form(field("one", "One", "datepicker")).by_label({"one": "Too late."}) == {"One": "Too late."}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"Other": "x"}, r"The form 'Try' has no field 'Other', only \['Field'\]\."),
        ({"Field": "Maybe"}, r"'Field' does not offer 'Maybe', only \['Yes', 'No'\]\."),
    ],
)
def test_what_is_not_on_the_form_cannot_be_given(answers: dict[str, Given], sentence: str) -> None:
    with pytest.raises(CannotPlay, match=sentence):
        form(field("block", "Field", "static_select", "Yes", "No")).fill(answers)


def test_the_options_of_a_field_that_is_not_there_cannot_be_read() -> None:
    with pytest.raises(CannotPlay, match=r"The form 'Try' has no field 'Other', only \[\]"):
        form().options("Other")


def test_a_field_without_an_id_is_named_because_local_slack_makes_up_none() -> None:
    nameless = field("block", "Field", "datepicker")
    del nameless["block_id"]
    with pytest.raises(CannotPlay, match="local-slack needs a block_id in"):
        form(nameless).fill({})


def test_a_kind_of_field_that_nobody_taught_us_is_named() -> None:
    with pytest.raises(CannotPlay, match="A visitor cannot fill in a rich_text_input"):
        form(field("block", "Field", "rich_text_input")).fill({})
