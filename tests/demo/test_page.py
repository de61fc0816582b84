"""What local-slack's page sends becomes what Slack's own client sends."""

from typing import Any

import pytest
from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.demo.page import PageClient, _drawable, serve_page
from tests.fake_slack import FakeSlack

TESS = {"text": {"type": "plain_text", "text": "Tess Petit"}, "value": "U0TESS"}
OTHER = {"text": {"type": "plain_text", "text": "Tess Petit"}, "value": "7"}


def served(body: dict[str, Any]) -> BoltContext:
    """Return what a listener gets after the middleware."""
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
    """The page shows its type in red where the field would be."""
    files = {"type": "input", "block_id": "files", "element": {"type": "file_input"}}
    title = {"type": "input", "block_id": "title", "element": {"type": "plain_text_input"}}
    assert _drawable({"type": "modal", "blocks": [files, title]})["blocks"] == [title]


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
