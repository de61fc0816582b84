"""Which kinds of payload does Slack send? Commands, interactions and events.

Sources: docs.slack.dev/reference/interaction-payloads, /interactivity/implementing-slash-commands, /apis/events-api.
"""

from typing import Annotated

from pydantic import Field

from bot.payloads.things import (
    Action,
    Authorization,
    FilledIn,
    Id,
    Named,
    Nowhere,
    Shape,
    SlackMessage,
    Team,
    Thing,
    View,
)


class Payload(Shape):
    """The fields that any payload may have. Bolt reads most of them before it calls any code of ours."""

    type: str | None = None
    enterprise: Id | Team | None = None
    enterprise_id: Id | None = None
    team: Id | Team | None = None
    team_id: Id | None = None
    user: Id | Thing | None = None
    user_id: Id | None = None
    channel: Id | Thing | None = None
    channel_id: Id | None = None
    authorizations: list[Authorization] | None = None
    event: Thing | None = None
    view: Thing | None = None
    message: Thing | None = None
    item: Thing | None = None
    function_data: Thing | None = None
    assistant_thread: Thing | None = None
    response_url: str | None = None
    response_urls: list[Thing] = Field(default_factory=list)


class UrlVerification(Shape):
    """Slack verifies that the address is ours."""

    challenge: Annotated[str, Field(max_length=1000)]


class Command(Shape):
    """A slash command."""

    command: Id
    text: str = ""
    user_id: Id
    channel_id: Id
    trigger_id: Id


class Interaction(Shape):
    """Somebody used a button, form or shortcut of ours."""

    user: Named
    channel: Named | Nowhere | None = None
    trigger_id: Id | None = None


class BlockActions(Interaction):
    """A button or a menu was used, in a message or in a form."""

    trigger_id: Id
    actions: Annotated[list[Action], Field(min_length=1)]
    message: SlackMessage | None = None
    view: FilledIn | None = None
    container: Thing | None = None


class Suggestion(Interaction):
    """Somebody is typing in a select whose options Slack asks us for."""

    action_id: Id
    block_id: str
    value: str
    view: FilledIn | None = None


class FormSent(Interaction):
    """A form was sent."""

    view: FilledIn


class FormClosed(Interaction):
    """A form was closed without being sent."""

    view: View


class ShortcutChosen(Interaction):
    """A shortcut was chosen."""

    callback_id: Id
    trigger_id: Id


class MessageShortcutChosen(ShortcutChosen):
    """A shortcut was chosen in the menu of a message."""

    channel: Named
    message: SlackMessage


class EventCallback(Shape):
    """Something happened in the workspace; `event` is checked by its own type."""

    event_id: Id
    event: Thing


PAYLOADS: dict[str, type[Shape]] = {
    "url_verification": UrlVerification,
    "event_callback": EventCallback,
    "block_actions": BlockActions,
    "block_suggestion": Suggestion,
    "view_submission": FormSent,
    "view_closed": FormClosed,
    "shortcut": ShortcutChosen,
    "message_action": MessageShortcutChosen,
}
"""Each kind of payload by its type. A command has none."""
