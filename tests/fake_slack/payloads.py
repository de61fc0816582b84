"""What Slack sends to an app: commands, interactions and events, as docs.slack.dev/reference describes them."""

import html
import re
from typing import Any

from tests.fake_slack.copies import copied
from tests.fake_slack.things import Channel, Message
from tests.fake_slack.workspace import Workspace

TOKEN = "verification-token"
# What Slack's client turns into a mention or a link; anything else between < and > was typed as it stands.
PICKED = re.compile(r"(&lt;[@#][A-Z0-9]+(?:\|[^&]*)?&gt;)")
ADDRESS = re.compile(r"(?<![\w<|])(https?://[^\s<>|]+)")
CHANNEL_WORDS = {"im": "directmessage", "group": "privategroup"}


def as_typed(words: str) -> str:
    """Return the `text` of a message as Slack passes on what a person typed.

    `&`, `<` and `>` are escaped, addresses become `<links>`; `<@U0BOB>` and `<#C0ACME>` stand for picked mentions.
    """
    escaped = html.escape(words, quote=False)
    with_mentions = PICKED.sub(lambda found: html.unescape(found.group()), escaped)
    return ADDRESS.sub(r"<\1>", with_mentions)


def channel_name(channel: Channel) -> str:
    """Return a channel's name as commands and interactions give it."""
    return CHANNEL_WORDS.get(channel.kind, channel.name)


def command(workspace: Workspace, user: str, channel: Channel, name: str, text: str) -> dict[str, str]:
    """Return the form of a slash command (interactivity/implementing-slash-commands)."""
    return {
        "token": TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": workspace.users[user].name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.new_hook(user, channel.id),
        "trigger_id": workspace.new_trigger(user),
    }


def interaction(workspace: Workspace, user: str, kind: str, *, view_id: str = "", **more: Any) -> dict[str, Any]:
    """Return what all interactions have in common (reference/interaction-payloads), and more."""
    person = workspace.users[user]
    team = person.team_id if workspace.connect_for(user) else workspace.team_id
    return {
        "type": kind,
        "token": TOKEN,
        "api_app_id": workspace.app_id,
        "team": {"id": team, "domain": workspace.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id},
        "trigger_id": workspace.new_trigger(user, view_id=view_id),
        **more,
    }


def from_message(
    workspace: Workspace, user: str, channel: Channel, message: Message, *, ephemeral: bool
) -> dict[str, Any]:
    """Return the parts of a block_actions payload that say on which message it was made."""
    ts = message["ts"]
    thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    container = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": ephemeral}
    shown = {} if ephemeral else {"message": message}
    return {
        "container": {**container, **thread},
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": workspace.new_hook(user, channel.id, message_ts=ts, is_ephemeral=ephemeral),
        **shown,
    }


def envelope(workspace: Workspace, event: dict[str, Any]) -> dict[str, Any]:
    """Return an event in its outer wrapping (apis/events-api)."""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": TOKEN,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.next_id("Ev"),
        "event_time": int(workspace.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": workspace.next_id("4-"),
    }


HIDDEN = {"metadata", "reply_count", "reply_users", "latest_reply", "reactions", "edited"}


def message_event(channel: Channel, message: Message) -> dict[str, Any]:
    """Return the event of a new message (reference/events/message); a bot's own carries its metadata."""
    shown = copied({key: value for key, value in message.items() if key not in HIDDEN - {"metadata"}})
    return {**shown, "channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}


def changed_event(workspace: Workspace, channel: Channel, new: Message, old: Message) -> dict[str, Any]:
    """Return the event of an edited message (reference/events/message/message_changed)."""
    return _hidden(workspace, channel, "message_changed", message=new, previous_message=old)


def deleted_event(workspace: Workspace, channel: Channel, old: Message) -> dict[str, Any]:
    """Return the event of a deleted message (reference/events/message/message_deleted)."""
    return _hidden(workspace, channel, "message_deleted", deleted_ts=old["ts"], previous_message=old)


def _hidden(workspace: Workspace, channel: Channel, subtype: str, **more: Any) -> dict[str, Any]:
    ts = workspace.next_ts()
    common = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id}
    return {**common, "channel_type": channel.kind, "ts": ts, "event_ts": ts, **more}
