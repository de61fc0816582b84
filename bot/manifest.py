"""What must the Slack app be allowed to do? The manifest, made from the routes, so that both always agree."""

from typing import Any

from bot.routes import COMMANDS, EVENTS, SHORTCUTS
from bot.web import PATH

EVENT_SCOPES: dict[str, dict[str, str]] = {
    "message": {
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
    },
    "app_mention": {"app_mention": "app_mentions:read"},
    "reaction_added": {"reaction_added": "reactions:read"},
    "reaction_removed": {"reaction_removed": "reactions:read"},
    "member_joined_channel": {"member_joined_channel": "channels:read"},
    "member_left_channel": {"member_left_channel": "groups:read"},
    "user_change": {"user_change": "users:read"},
    "app_home_opened": {"app_home_opened": ""},
    "channel_id_changed": {"channel_id_changed": "groups:read"},
}
"""For each event we listen to, Slack's subscriptions and the scope each needs, "" for none
(docs.slack.dev/reference/events)."""

CALL_SCOPES: dict[str, str] = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "chat.deleteScheduledMessage": "chat:write",
    "conversations.open": "im:write",
    "conversations.info": "channels:read",
    "conversations.members": "channels:read",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "files.info": "files:read",
    "users.conversations": "channels:read",
    "users.info": "users:read",
    "users.lookupByEmail": "users:read.email",
}
"""For each Web API method we call, the scope it needs (docs.slack.dev/reference/methods)."""


def subscriptions() -> list[str]:
    """Return Slack's names of all events we subscribe to."""
    return sorted(name for event in EVENTS for name in EVENT_SCOPES[event])


def scopes() -> list[str]:
    """Return every scope the bot token needs."""
    for_events = {scope for event in EVENTS for scope in EVENT_SCOPES[event].values()}
    return sorted({"commands", "users:read.email", *for_events, *CALL_SCOPES.values()} - {""})


def manifest(*, address: str | None = None) -> dict[str, Any]:
    """Return the app manifest: for Socket Mode, or for requests over HTTP to a Guichet with `PORT` at this address.

    Source: docs.slack.dev/reference/app-manifest.
    """
    url = f"{address.rstrip('/')}{PATH}" if address else None
    requests = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": "Guichet",
            "description": "Support incidents with contractual deadlines",
            "background_color": "#2c3e50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Guichet", "always_online": True},
            "shortcuts": [
                {"name": one.name, "type": one.kind, "callback_id": callback, "description": one.description}
                for callback, (one, _) in SHORTCUTS.items()
            ],
            "slash_commands": [
                {
                    "command": command,
                    "description": description,
                    "usage_hint": "[list | show INC-42 | explain INC-42 | packs | products | claim | help]",
                    "should_escape": False,
                    **({"url": url} if url else {}),
                }
                for command, (description, _) in COMMANDS.items()
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": subscriptions()},
            "interactivity": {"is_enabled": True, **requests, **({"message_menu_options_url": url} if url else {})},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
