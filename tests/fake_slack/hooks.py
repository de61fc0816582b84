"""What a response_url does: interactivity/handling-user-interaction, messaging/modifying-messages."""

from typing import Any

from tests.fake_slack.chat import as_bot, checked_content, checked_thread
from tests.fake_slack.errors import SlackError
from tests.fake_slack.things import Hook, Message
from tests.fake_slack.workspace import Workspace

MOST_USES = 5  # within 30 minutes; the minutes are over when the test says `fake.expire(url)`
KNOWN = {
    "text",
    "blocks",
    "attachments",
    "metadata",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
}


def respond(workspace: Workspace, hook_id: str, body: dict[str, Any]) -> None:
    """Do what the app asked for through its response_url."""
    hook = workspace.hooks.get(hook_id)
    if hook is None:
        raise SlackError("no_service")
    if hook.expired:
        raise SlackError("expired_url")
    if hook.uses >= MOST_USES:
        raise SlackError("used_url")
    if unknown := sorted(set(body) - KNOWN):
        raise SlackError("invalid_payload", unknown)
    hook.uses += 1
    _apply(workspace, hook, body)


def _apply(workspace: Workspace, hook: Hook, body: dict[str, Any]) -> None:
    if body.get("delete_original"):
        _delete(workspace, hook)
    elif body.get("replace_original") and hook.message_ts:
        _replace(workspace, hook, body)
    else:
        show(workspace, hook.user, hook.channel, body)


def show(workspace: Workspace, user: str, channel_id: str, body: dict[str, Any]) -> Message:
    """Show an answer to the person, or to the whole channel with `response_type: in_channel`."""
    channel = workspace.channels[channel_id]
    parts = {**as_bot(workspace), **checked_content(workspace, body), **checked_thread(channel, body)}
    if body.get("response_type", "ephemeral") == "in_channel":
        return workspace.add_message(channel, workspace.bot_user, **parts)
    return workspace.add_ephemeral(user, channel_id, **parts)


def _original(workspace: Workspace, hook: Hook) -> Message:
    found = (
        workspace.ephemeral(hook.message_ts)
        if hook.is_ephemeral
        else workspace.channels[hook.channel].messages.get(hook.message_ts)
    )
    if found is None:
        raise SlackError("message_not_found")
    return found


def _replace(workspace: Workspace, hook: Hook, body: dict[str, Any]) -> None:
    content = checked_content(workspace, body)
    message = _original(workspace, hook)
    message.pop("blocks", None)
    message |= content


def _delete(workspace: Workspace, hook: Hook) -> None:
    message = _original(workspace, hook)
    if hook.is_ephemeral:
        workspace.remove_ephemeral(message["ts"])
    else:
        workspace.remove_message(workspace.channels[hook.channel], message)
