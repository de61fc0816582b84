"""What local-slack's page sends becomes what Slack's own client sends."""

from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.demo.page import PageClient, _drawable, _shown, serve_page
from bot.demo.page_buttons import PRESSED
from tests.fake_slack import FakeSlack

TESS = {"text": {"type": "plain_text", "text": "Tess Petit"}, "value": "U0TESS"}
OTHER = {"text": {"type": "plain_text", "text": "Tess Petit"}, "value": "7"}


def served(body: dict[str, Any]) -> BoltContext:
    """Return the context that a listener gets after the middleware."""
    context = BoltContext({"client": WebClient("xoxb-fake", "http://127.0.0.1:9/api/", timeout=2, retry_handlers=[])})
    calls: list[str] = []
    serve_page(body, context, lambda: calls.append("next"))
    assert calls == ["next"]
    return context


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "datepicker", "selected_date": None}, None),
        ({"type": "users_select"}, None),
        ({"type": "plain_text_input", "value": ""}, {"type": "plain_text_input", "value": ""}),
        ({"type": "checkboxes", "selected_options": []}, {"type": "checkboxes", "selected_options": []}),
        ({"type": "static_select", "selected_option": TESS}, {"type": "users_select", "selected_user": "U0TESS"}),
        ({"type": "static_select", "selected_option": OTHER}, {"type": "static_select", "selected_option": OTHER}),
    ],
)
def test_a_field_is_read_as_slack_would_send_it(sent: dict[str, Any], read: dict[str, Any] | None) -> None:
    body = {"type": "view_submission", "view": {"state": {"values": {"field": {"it": sent}}}}}

    served(body)

    assert body["view"]["state"]["values"] == ({} if read is None else {"field": {"it": read}})  # type: ignore[index]


def test_what_is_no_form_stays_as_it_is() -> None:
    body = {"type": "block_actions", "view": {"state": {"values": {"field": {"it": {"value": None}}}}}}

    served(body)

    assert body["view"] == {"state": {"values": {"field": {"it": {"value": None}}}}}


def test_a_form_has_no_field_for_files() -> None:
    """The page shows the type of a file field in red where the field would be."""
    files = {"type": "input", "block_id": "files", "element": {"type": "file_input"}}
    title = {"type": "input", "block_id": "title", "element": {"type": "plain_text_input"}}
    assert _drawable({"type": "modal", "blocks": [files, title]})["blocks"] == [title]


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons"])
def test_a_form_shows_with_what_a_choice_begins(kind: str) -> None:
    """The page shows the placeholder, and sends nothing for what nobody touched."""
    option = {"text": {"type": "plain_text", "text": "24x7"}, "value": "24x7"}
    held = {"type": kind, "action_id": "cover", "options": [option], "initial_option": option}
    [block] = _drawable({"type": "modal", "blocks": [{"type": "input", "element": held}]})["blocks"]
    assert (block["element"]["type"], block["element"]["placeholder"]) == ("static_select", option["text"])


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("R&amp;D: 1 &lt; 2 &gt; 0", "R&D: 1 < 2 > 0"),
        ("&lt;@U0ALICE&gt; asks <@U0THEO>", "<\u2060@U0ALICE> asks <@U0THEO>"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_markup_is_escaped_once(written: str, drawn: str) -> None:
    """The page escapes it a second time; what somebody typed stays text all the same."""
    text = {"type": "mrkdwn", "text": written}
    shown = _shown({"text": written, "blocks": [{"type": "context", "elements": [text]}]})
    assert [shown["text"], shown["blocks"][0]["elements"][0]["text"]] == [drawn] * 2


class TestButtonsOfAForm:
    """Buttons of a form do nothing on the page: a select replaces them."""

    VIEW: Mapping[str, Any] = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Is it the same?"},
        "submit": {"type": "plain_text", "text": "File anyway"},
        "blocks": [
            {
                "type": "section",
                "block_id": "similar_17",
                "text": {"type": "plain_text", "text": "No mail"},
                "accessory": {
                    "type": "button",
                    "action_id": "join_incident",
                    "value": "17",
                    "text": {"type": "plain_text", "text": "Join INC-17"},
                },
            }
        ],
    }

    def sent(self, chosen: dict[str, Any] | None) -> dict[str, Any]:
        values = {PRESSED: {PRESSED: {"type": "static_select", "selected_option": chosen}}}
        return {"type": "view_submission", "view": {"id": "V1", "hash": "1.2", "state": {"values": values}}}

    def test_are_options_below_what_sending_does(self) -> None:
        paragraph, field = _drawable(dict(self.VIEW))["blocks"]
        assert "accessory" not in paragraph
        assert field["element"]["placeholder"]["text"] == "File anyway"
        assert [one["text"]["text"] for one in field["element"]["options"]] == ["Join INC-17"]

    def test_are_pressed_by_sending_the_form(self) -> None:
        [option] = _drawable(dict(self.VIEW))["blocks"][1]["element"]["options"]
        body = self.sent(option)
        served(body)
        assert body["type"] == "block_actions"
        pressed = {name: body["actions"][0][name] for name in ("block_id", "action_id", "value", "action_ts")}
        assert pressed == {"block_id": "similar_17", "action_id": "join_incident", "value": "17", "action_ts": "1.2"}

    def test_are_not_pressed_where_nothing_was_chosen(self) -> None:
        body = self.sent(None)
        served(body)
        assert (body["type"], body["view"]["state"]["values"]) == ("view_submission", {})


def test_a_form_offers_people_by_name() -> None:
    with FakeSlack() as slack:
        slack.add_user("U0ALICE", name="alice")
        context = served({"type": "block_actions"})
        client = PageClient("xoxb-fake", slack.url)
        block = {
            "type": "input",
            "block_id": "who",
            "label": {"type": "plain_text", "text": "Who"},
            "element": {"type": "users_select", "action_id": "who"},
        }
        title, submit = ({"type": "plain_text", "text": one} for one in ("Assign", "Send"))
        view = {"type": "modal", "title": title, "submit": submit, "blocks": [block]}
        client.views_open(trigger_id=slack.new_trigger("U0ALICE"), view=view)
        shown = slack.open_view("U0ALICE")

    assert isinstance(context.client, PageClient)
    assert (context.client.token, context.client.timeout) == ("xoxb-fake", 2)
    assert shown is not None
    assert shown["blocks"][0]["element"]["type"] == "static_select"
    assert TESS["value"] in [one["value"] for one in shown["blocks"][0]["element"]["options"]]
    assert block["element"] == {"type": "users_select", "action_id": "who"}, "The form itself is left alone."
