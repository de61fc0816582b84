"""The `chat.scheduleMessage` family, with the limits that make it unfit for reminders."""

from typing import Any

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.chat import as_bot, checked_content, checked_thread, target
from tests.fake_slack.errors import SlackError
from tests.fake_slack.workspace import Workspace

FURTHEST = 120 * 86_400  # methods/chat.scheduleMessage: 120 days
WINDOW, MOST_IN_WINDOW = 300, 30  # methods/chat.scheduleMessage: 30 messages per 5 minutes and channel


@web_method(
    "chat.scheduleMessage",
    "channel post_at",
    "text blocks attachments markdown_text link_names parse thread_ts metadata",
    "reply_broadcast unfurl_links unfurl_media",
    "chat:write",
)
def schedule(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Keep a message for later."""
    channel = target(workspace, args["channel"])
    _check_time(workspace, channel.id, args["post_at"])
    parts = {**checked_thread(channel, args), **checked_content(workspace, args)}
    scheduled_id = workspace.next_id("Q")
    workspace.scheduled[scheduled_id] = {"channel": channel.id, "post_at": args["post_at"], "parts": parts}
    return {"channel": channel.id, "scheduled_message_id": scheduled_id, "post_at": args["post_at"]}


def _check_time(workspace: Workspace, channel: str, post_at: int) -> None:
    if post_at <= workspace.clock():
        raise SlackError("time_in_past")
    if post_at > workspace.clock() + FURTHEST:
        raise SlackError("time_too_far")
    window = post_at // WINDOW
    others = workspace.scheduled.values()
    if sum(o["channel"] == channel and o["post_at"] // WINDOW == window for o in others) >= MOST_IN_WINDOW:
        raise SlackError("restricted_too_many")


def post_due(workspace: Workspace) -> None:
    """Post what is due; a message with metadata is dropped silently, as Slack's bug alert says."""
    for scheduled_id, scheduled in [*workspace.scheduled.items()]:
        if scheduled["post_at"] <= workspace.clock():
            del workspace.scheduled[scheduled_id]
            if "metadata" not in scheduled["parts"]:
                channel = workspace.channels[scheduled["channel"]]
                workspace.add_message(channel, workspace.bot_user, **as_bot(workspace), **scheduled["parts"])


@web_method("chat.deleteScheduledMessage", "channel scheduled_message_id", "", "", "chat:write")
def delete_scheduled(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Take back a scheduled message."""
    scheduled = workspace.scheduled.get(args["scheduled_message_id"])
    if scheduled is None or scheduled["channel"] != args["channel"]:
        raise SlackError("invalid_scheduled_message_id")
    del workspace.scheduled[args["scheduled_message_id"]]
    return {}


@web_method("chat.scheduledMessages.list", "", "channel cursor latest limit oldest")
def list_scheduled(workspace: Workspace, args: Args) -> dict[str, Any]:
    """List what is scheduled."""
    found = [
        {"id": key, "channel_id": one["channel"], "post_at": one["post_at"], "text": one["parts"]["text"]}
        for key, one in workspace.scheduled.items()
        if args.get("channel") in {None, one["channel"]}
    ]
    return {"scheduled_messages": found, "response_metadata": {"next_cursor": ""}}
