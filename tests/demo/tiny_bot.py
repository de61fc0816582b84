"""A bot with one form and one card, against which the visitors are tested."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo.workspace import LocalWorkspace


def words(text: str) -> dict[str, str]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def field(block_id: str, label: str, kind: str, *options: str, **more: Any) -> dict[str, Any]:
    """Return an input block; an option's value is its first letter, and `required` is False unless given."""
    element = {"type": kind, "action_id": "given", **more}
    if options:
        element["options"] = [{"text": words(option), "value": option[0]} for option in options]
    required = element.pop("required", False)
    return {"type": "input", "block_id": block_id, "label": words(label), "element": element, "optional": not required}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": words("File an incident"),
    "submit": words("File"),
    "blocks": [
        field("title", "Title", "plain_text_input", required=True),
        field("severity", "Severity", "static_select", "A: critical", "B: moderate", required=True),
        field("cover", "Cover", "plain_text_input", initial_value="business"),
        field("extras", "Extras", "checkboxes", "Call me", "Mail me"),
        field("since", "Since", "datepicker"),
        field("who", "Who", "users_select"),
    ],
}
ACTIONS = {
    "type": "actions",
    "block_id": "buttons",
    "elements": [
        {"type": "button", "action_id": "acknowledge", "value": "42", "text": words("Acknowledge")},
        {
            "type": "static_select",
            "action_id": "change",
            "placeholder": words("Change severity"),
            "options": [{"text": words("To A"), "value": "A"}, {"text": words("To B"), "value": "B"}],
        },
    ],
}


class TinyBot:
    """What the bot has received so far."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget everything that was received."""
        self.values: list[dict[str, Any]] = []
        self.actions: list[tuple[str, Any]] = []
        self.heard: list[str] = []

    def register(self, app: App) -> None:
        """Register listeners for everything that the tests do."""
        app.command("/incident")(self.open_form)
        app.command("/silence")(lambda: None)
        app.view("form")(self.submit)
        app.action("acknowledge")(self.act)
        app.action("change")(self.act)
        app.event("message")(self.hear)
        app.event("reaction_added")(self.hear)
        app.event("reaction_removed")(self.hear)

    def open_form(self, ack: Any, body: Any, client: WebClient) -> None:
        """Open the form."""
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    def submit(self, ack: Any, view: Any, client: WebClient) -> None:
        """Refuse a title without a verb, do not answer "silence", and post a card for any other title."""
        values = {block: next(iter(state.values())) for block, state in view["state"]["values"].items()}
        self.values.append(values)
        title = values["title"]["value"]
        if title == "silence":
            return
        if title in {"Mail", "lost"}:
            block = "title" if title == "Mail" else "not in the form"
            ack(response_action="errors", errors={block: "What happens to it?"})
            return
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{title}*"}}
        client.chat_postMessage(channel="C0HELP", text=title, blocks=[section, ACTIONS])
        ack()

    def act(self, ack: Any, action: Any) -> None:
        """Remember what was pressed."""
        chosen = action.get("selected_option") or {}
        self.actions.append((action["action_id"], chosen.get("value") or action.get("value")))
        ack()

    def hear(self, event: Any) -> None:
        """Remember what was written or how somebody reacted."""
        self.heard.append(event.get("text") or event["reaction"])


@contextmanager
def tiny_bot(workspace: LocalWorkspace) -> Iterator[TinyBot]:
    """Run the bot in the workspace."""
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    app = App(name="tiny_bot.py", client=client, process_before_response=True)
    bot = TinyBot()
    bot.register(app)
    socket = SocketModeHandler(app, workspace.app_token, web_client=WebClient(base_url=workspace.api_url))
    socket.connect()
    try:
        workspace.wait_for_bot()
        yield bot
    finally:
        socket.close()
