"""Makes up for what local-slack's page lacks.

It has no select of people, no files, no rich text, shows no initial options, and the buttons of a form do nothing;
fields that nobody touched are sent as emptied, and `&amp;`, `&lt;` and `&gt;` are shown as they are.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.demo.page_buttons import press, with_choice
from bot.demo.page_text import in_mrkdwn, unescaped
from bot.demo.seed import USERS

PEOPLE = [{"text": {"type": "plain_text", "text": user.real_name}, "value": user.id} for user in USERS]


class PageClient(WebClient):
    """Sends messages and forms as the page can draw them."""

    redrawn: dict[str, Any] | None = None
    """The form that was redrawn last."""

    def api_call(self, api_method: str, *, json: dict[str, Any] | None = None, **more: Any) -> SlackResponse:
        """Make the call with its message or form as the page can draw it."""
        if api_method == "views.update" and json:
            self.redrawn = json["view"]
        return super().api_call(api_method, json=_shown(json) if json else json, **more)


class PageAck(Ack):
    """Answers a form with the next one as the page can draw it."""

    def __call__(self, *text: Any, **answer: Any) -> BoltResponse:
        """Acknowledge, with the next form or the answer if there is one."""
        return super().__call__(*text, **_shown(answer))


class PressAck(PageAck):
    """Answers the press of a button in a form, which the page sends as a form, with the form as it was redrawn."""

    def __init__(self, client: PageClient) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client

    def __call__(self, *text: Any, **answer: Any) -> BoltResponse:
        """Acknowledge, with the form as it was redrawn."""
        view = self._client.redrawn
        return super().__call__(*text, **(answer if view is None else {"response_action": "update", "view": view}))


def serve_page(body: dict[str, Any], context: BoltContext, next_: Callable[[], None]) -> None:
    """Let a listener open forms and read them as if local-slack's page were Slack's own client; a middleware of Bolt.

    The page sends null for a field that nobody touched, and "" for one that was emptied. In Slack null means emptied.
    """
    client = context.client
    page = PageClient(client.token, client.base_url, client.timeout, retry_handlers=client.retry_handlers)
    context["client"] = page
    context["ack"] = PageAck()  # type: ignore[no-untyped-call]
    if body.get("type") == "view_submission":
        state = body["view"]["state"]
        touched = {block: held for block, held in state["values"].items() if not _is_untouched(held)}
        state["values"] = {block: _as_people(held) for block, held in touched.items()}
        if press(body):
            context["ack"] = PressAck(page)
    next_()


def _shown(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent, with its text, blocks and form as the page can draw them."""
    parts = (("text", unescaped), ("blocks", _plain), ("view", _drawable))
    return {**sent, **{name: draw(sent[name]) for name, draw in parts if sent.get(name)}}


def _drawable(view: dict[str, Any]) -> dict[str, Any]:
    """Return the form without a field for files and without buttons.

    People become options of a select, options lose their groups, and a select's initial option becomes its placeholder.
    """
    kept = [block for block in view["blocks"] if block.get("element", {}).get("type") != "file_input"]
    drawn = {**view, "blocks": _plain(kept)}
    return with_choice(drawn) if view.get("type") == "modal" else drawn


def _plain(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_plain_block(_decoded(block)) for block in blocks]


def _decoded(part: Any) -> Any:
    """Return blocks with their markup unescaped, as the page itself escapes it, a second time."""
    if isinstance(part, dict):
        inner = {name: _decoded(one) for name, one in part.items()}
        return {**inner, "text": unescaped(part["text"])} if part.get("type") == "mrkdwn" else inner
    return [_decoded(one) for one in part] if isinstance(part, list) else part


def _plain_block(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "rich_text":
        return in_mrkdwn(block)
    element = block.get("element", {})
    if element.get("type") == "users_select":
        begun = [one for one in PEOPLE if one["value"] == element.get("initial_user")]
        shown = {"placeholder": begun[0]["text"]} if begun else {}
        return {**block, "element": {**element, **shown, "type": "static_select", "options": PEOPLE}}
    if "option_groups" in element:
        options = [option for group in element["option_groups"] for option in group["options"]]
        element = {name: value for name, value in element.items() if name != "option_groups"} | {"options": options}
    if "initial_option" in element:
        # The page shows radio buttons with none pressed at first, and a select with its placeholder.
        element = {**element, "type": "static_select", "placeholder": element["initial_option"]["text"]}
    return {**block, "element": element} if element else block


def _is_untouched(held: dict[str, dict[str, Any]]) -> bool:
    return all(value is None for field in held.values() for key, value in field.items() if key != "type")


def _as_people(held: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the state of a field, with the option for a person as that person."""
    return {
        name: {"type": "users_select", "selected_user": field["selected_option"]["value"]}
        if field.get("selected_option") in PEOPLE
        else field
        for name, field in held.items()
    }
