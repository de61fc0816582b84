from typing import Any

import pytest

from bot.demo import form
from bot.demo.errors import CannotPlay
from bot.demo.form import REQUIRED, Given
from tests.demo.tiny_bot import field, words


def view(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"title": words("Try"), "blocks": [{"type": "divider"}, *fields]}


def sent(shown: dict[str, Any], answers: dict[str, Given]) -> dict[str, Any]:
    """Return the state that is sent when these fields are filled in and the others are left unchanged."""
    return form.state_values(shown["blocks"], form.filled(shown, answers))


def option(text: str) -> dict[str, Any]:
    return {"text": words(text), "value": text[0]}


@pytest.mark.parametrize(
    ("kind", "given", "state"),
    [
        ("plain_text_input", "words", {"value": "words"}),
        ("email_text_input", "a@b.example", {"value": "a@b.example"}),
        ("number_input", "42", {"value": "42"}),
        ("static_select", "Yes", {"selected_option": option("Yes")}),
        ("radio_buttons", "No", {"selected_option": option("No")}),
        ("checkboxes", ["Yes", "No"], {"selected_options": [option("Yes"), option("No")]}),
        ("checkboxes", "Yes", {"selected_options": [option("Yes")]}),
        ("multi_static_select", ["No"], {"selected_options": [option("No")]}),
        ("users_select", "U0THEO", {"selected_user": "U0THEO"}),
        ("multi_users_select", ["U0THEO", "U0ALICE"], {"selected_users": ["U0THEO", "U0ALICE"]}),
        ("conversations_select", "C0TRIAGE", {"selected_conversation": "C0TRIAGE"}),
        ("channels_select", "C0TRIAGE", {"selected_channel": "C0TRIAGE"}),
        ("datepicker", "2026-11-20", {"selected_date": "2026-11-20"}),
        ("timepicker", "09:00", {"selected_time": "09:00"}),
    ],
)
def test_each_kind_of_field_sends_what_slack_sends(kind: str, given: Given, state: dict[str, Any]) -> None:
    choices = ["Yes", "No"] if "select" in kind or kind in {"checkboxes", "radio_buttons"} else []
    filled = sent(view(field("block", "Field", kind, *choices)), {"Field": given})
    assert filled == {"block": {"given": {"type": kind, **state}}}


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("plain_text_input", {"value": None}),
        ("static_select", {"selected_option": None}),
        ("checkboxes", {"selected_options": []}),
        ("users_select", {"selected_user": None}),
        ("datepicker", {"selected_date": None}),
        ("file_input", {"files": []}),
    ],
)
def test_a_field_that_is_left_alone_is_sent_empty(kind: str, state: dict[str, Any]) -> None:
    assert sent(view(field("block", "Field", kind)), {}) == {"block": {"given": {"type": kind, **state}}}


@pytest.mark.parametrize(
    ("kind", "initial", "state"),
    [
        ("plain_text_input", {"initial_value": "as before"}, {"value": "as before"}),
        ("static_select", {"initial_option": option("Yes")}, {"selected_option": option("Yes")}),
        ("checkboxes", {"initial_options": [option("Yes")]}, {"selected_options": [option("Yes")]}),
        ("users_select", {"initial_user": "U0THEO"}, {"selected_user": "U0THEO"}),
        ("datepicker", {"initial_date": "2026-11-20"}, {"selected_date": "2026-11-20"}),
    ],
)
def test_a_prefilled_field_sends_its_initial_value(kind: str, initial: dict[str, Any], state: dict[str, Any]) -> None:
    prefilled = view(field("block", "Field", kind, **initial))
    assert sent(prefilled, {}) == {"block": {"given": {"type": kind, **state}}}


def test_a_prefilled_field_can_be_emptied() -> None:
    prefilled = view(field("block", "Field", "plain_text_input", initial_value="as before"))
    assert sent(prefilled, {"Field": None}) == {"block": {"given": {"type": "plain_text_input", "value": None}}}


def test_options_in_groups_are_options() -> None:
    groups = [{"label": words("Sure"), "options": [option("Yes")]}, {"options": [option("No")]}]
    grouped = view(field("block", "Field", "static_select", option_groups=groups))
    assert list(form.options(form.labelled(grouped, "Field")[1])) == ["Yes", "No"]
    assert sent(grouped, {"Field": "No"})["block"]["given"]["selected_option"] == option("No")


def test_a_required_field_left_empty_says_what_slack_says() -> None:
    both = view(field("one", "One", "plain_text_input", required=True), field("two", "Two", "datepicker"))
    assert form.missing(both, form.filled(both, {})) == {"One": REQUIRED}
    assert form.missing(both, form.filled(both, {"One": "words"})) == {}


def test_errors_are_returned_by_label() -> None:
    assert form.by_label(view(field("one", "One", "datepicker")), {"one": "Too late."}) == {"One": "Too late."}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"Other": "x"}, r"0 inputs are labelled 'Other'; the form has \['Field'\]\."),
        ({"Field": "Maybe"}, r"'Maybe' is not offered, only \['Yes', 'No'\]\."),
    ],
)
def test_what_is_not_on_the_form_cannot_be_given(answers: dict[str, Given], sentence: str) -> None:
    with pytest.raises(CannotPlay, match=sentence):
        sent(view(field("block", "Field", "static_select", "Yes", "No")), answers)


def test_a_field_is_known_by_its_label_alone() -> None:
    with pytest.raises(CannotPlay, match=r"2 inputs are labelled 'Field'; the form has \['Field', 'Field'\]"):
        form.labelled(view(field("one", "Field", "datepicker"), field("two", "Field", "datepicker")), "Field")


@pytest.mark.parametrize("answers", [{}, {"Field": "x"}])
def test_a_kind_of_field_that_nobody_taught_us_is_named(answers: dict[str, Given]) -> None:
    shown = view(field("block", "Field", "mood_input", required=True))
    with pytest.raises(CannotPlay, match="Nobody knows how to fill in a mood_input"):
        form.missing(shown, form.filled(shown, answers))
