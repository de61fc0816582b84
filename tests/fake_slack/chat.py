"""The `chat.*` and `reactions.*` methods: docs.slack.dev/reference/methods."""

import re
from typing import Any

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.check import check_blocks, elements_of
from tests.fake_slack.copies import copied
from tests.fake_slack.errors import SlackError
from tests.fake_slack.shapes import units
from tests.fake_slack.things import Channel, Message
from tests.fake_slack.workspace import Workspace

LONGEST_TEXT = 40_000  # methods/chat.postMessage
LONGEST_UPDATE = 4_000  # methods/chat.update: msg_too_long
LONGEST_MARKDOWN = 12_000  # methods/chat.postMessage: markdown_text
CONTENT = "text blocks attachments markdown_text link_names parse"
CUSTOM = {"username", "icon_emoji", "icon_url"}  # scopes/chat.write.customize
EVENT_TYPE = re.compile(r"[A-Za-z0-9_]+")  # messaging/message-metadata


def checked_content(workspace: Workspace, args: Args, *, longest: int = LONGEST_TEXT) -> dict[str, Any]:
    """Return text, blocks, attachments and metadata of a message, or refuse them as Slack does."""
    _check_words(workspace, args, longest)
    content: dict[str, Any] = {"text": args.get("text") or args.get("markdown_text", "")}
    check_blocks(args.get("blocks", []))
    if args.get("blocks"):
        content["blocks"] = with_ids(workspace, args["blocks"])
    if args.get("attachments"):
        content["attachments"] = args["attachments"]
        workspace.warnings.append("attachments are legacy, and this fake does not check them")
    if "metadata" in args:
        content["metadata"] = _metadata(args["metadata"])
    workspace.note_broadcasts({"type": "message", **content})
    return content


def _check_words(workspace: Workspace, args: Args, longest: int) -> None:
    if not any(args.get(part) for part in ("text", "blocks", "attachments", "markdown_text")):
        raise SlackError("no_text")
    if "markdown_text" in args and (args.get("text") or args.get("blocks")):
        raise SlackError("markdown_text_conflict")
    if units(args.get("text", "")) > longest or units(args.get("markdown_text", "")) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    if args.get("blocks") and not args.get("text"):
        workspace.warnings.append("blocks without text: notifications and screen readers have no words")
    if args.get("link_names") or args.get("parse") == "full":
        workspace.warnings.append("link_names and parse=full turn what people wrote into mentions")
    if CUSTOM & set(args) and "chat:write.customize" not in workspace.scopes:
        raise SlackError("missing_scope", needed="chat:write.customize", provided=",".join(workspace.scopes))


def _metadata(metadata: Any) -> dict[str, Any]:
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    event_type, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(event_type, str) or not EVENT_TYPE.fullmatch(event_type) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    return metadata


def with_ids(workspace: Workspace, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks, with generated block ids where the app gave none."""
    result = copied(blocks)
    for block in result:
        block.setdefault("block_id", workspace.next_id("b"))
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", workspace.next_id("a"))
    return result


def checked_thread(channel: Channel, args: Args) -> dict[str, Any]:
    """Return what makes a message a reply; below what is gone it stands in the channel (slack-go/slack #1571)."""
    thread_ts = args.get("thread_ts")
    parent = channel.messages.get(thread_ts) if thread_ts else None
    if parent is None:
        return {}
    if parent.get("thread_ts", thread_ts) != thread_ts:
        raise SlackError("thread_not_found")
    subtype = {"subtype": "thread_broadcast"} if args.get("reply_broadcast") else {}
    return {"thread_ts": thread_ts, **subtype}


def as_bot(workspace: Workspace) -> dict[str, Any]:
    """Return the fields that every message of the bot has."""
    return {"bot_id": workspace.bot_id, "app_id": workspace.app_id}


def target(workspace: Workspace, channel_id: str) -> Channel:
    """Return the channel to post to; a user's id stands for the direct message with that user."""
    user = workspace.users.get(channel_id)
    if user is None:
        return workspace.writable_by_bot(channel_id)
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if connect := workspace.connect_for(channel_id):
        connect.check_direct_message()
    return workspace.direct_message(channel_id)


def own_message(workspace: Workspace, args: Args, refusal: str) -> tuple[Channel, Message]:
    """Return a message the bot may change or delete."""
    channel = workspace.seen_by_bot(args["channel"])
    message = channel.messages.get(args["ts"])
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message["user"] != workspace.bot_user:
        raise SlackError(refusal)
    return channel, message


@web_method(
    "chat.postMessage",
    "channel",
    f"{CONTENT} thread_ts metadata username icon_emoji icon_url",
    "reply_broadcast unfurl_links unfurl_media mrkdwn",
    "chat:write",
)
def post_message(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Post a message."""
    channel = target(workspace, args["channel"])
    thread = checked_thread(channel, args)
    content = checked_content(workspace, args)
    message = workspace.add_message(channel, workspace.bot_user, **as_bot(workspace), **content, **thread)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


@web_method("chat.update", "channel ts", f"{CONTENT} metadata", "reply_broadcast", "chat:write")
def update(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Change a message of the bot; text without blocks takes the blocks away."""
    channel, message = own_message(workspace, args, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    content = checked_content(workspace, args, longest=LONGEST_UPDATE)
    if "text" in args:
        message.pop("blocks", None)
    message |= content
    if not message.get("metadata", True):
        del message["metadata"]
    message["edited"] = {"user": workspace.bot_user, "ts": workspace.next_ts()}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


@web_method(
    "chat.postEphemeral",
    "channel user",
    f"{CONTENT} thread_ts username icon_emoji icon_url",
    "",
    "chat:write",
)
def post_ephemeral(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Show a message to one person."""
    channel = workspace.writable_by_bot(args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    if connect := workspace.connect_for(args["user"]):
        connect.check_ephemeral()
    thread = checked_thread(channel, args)
    content = checked_content(workspace, args)
    message = workspace.add_ephemeral(args["user"], channel.id, **as_bot(workspace), **content, **thread)
    return {"message_ts": message["ts"]}


@web_method("chat.delete", "channel ts", "", "", "chat:write")
def delete(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Delete a message of the bot."""
    channel, message = own_message(workspace, args, "cant_delete_message")
    workspace.remove_message(channel, message)
    return {"channel": channel.id, "ts": args["ts"]}


@web_method("chat.getPermalink", "channel message_ts")
def permalink(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Return the address of a message."""
    channel = workspace.seen_by_bot(args["channel"])
    message = channel.messages.get(args["message_ts"])
    if message is None:
        raise SlackError("message_not_found")
    place = f"https://{workspace.team_domain}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    thread_ts = message.get("thread_ts", message["ts"])
    query = f"?thread_ts={thread_ts}&cid={channel.id}" if thread_ts != message["ts"] else ""
    return {"channel": channel.id, "permalink": place + query}


def react(message: Message, *, user: str, name: str) -> None:
    """Add a person's or the bot's reaction to a message."""
    reactions = message.setdefault("reactions", [])
    found = next((reaction for reaction in reactions if reaction["name"] == name), None)
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if user in found["users"]:
        raise SlackError("already_reacted")
    found["users"].append(user)
    found["count"] += 1


def unreact(message: Message, *, user: str, name: str) -> None:
    """Remove a reaction."""
    found = [one for one in message.get("reactions", []) if one["name"] == name and user in one["users"]]
    if not found:
        raise SlackError("no_reaction")
    found[0]["users"].remove(user)
    found[0]["count"] -= 1
    message["reactions"] = [reaction for reaction in message["reactions"] if reaction["count"]]


@web_method("reactions.add", "channel name timestamp", "", "", "reactions:write")
def add_reaction(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Add a reaction of the bot to a message."""
    channel = workspace.writable_by_bot(args["channel"])
    message = channel.messages.get(args["timestamp"])
    if message is None:
        raise SlackError("message_not_found")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", args["name"]):
        raise SlackError("invalid_name")
    react(message, user=workspace.bot_user, name=args["name"])
    return {}
