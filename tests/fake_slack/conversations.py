"""The `conversations.*` methods: docs.slack.dev/reference/methods."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.errors import SlackError
from tests.fake_slack.things import Channel, Message, is_top_level
from tests.fake_slack.workspace import Workspace

LISTS = "channel cursor limit oldest latest"
READS = "channels:read groups:read im:read"
HISTORY = "channels:history groups:history im:history"
SCOPE_WORDS = {"channel": "channels", "group": "groups", "im": "im"}
LARGEST_PAGE = 1000  # apis/web-api/pagination


def paged(items: Sequence[Any], args: Args, *, default: int) -> tuple[list[Any], str]:
    """Return one page and the cursor of the next (apis/web-api/pagination)."""
    limit = args.get("limit") or default
    if not 1 <= limit <= LARGEST_PAGE:
        raise SlackError("invalid_limit")
    start = _start(args.get("cursor", ""))
    more = start + limit < len(items)
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
    return list(items[start : start + limit]), cursor


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


def described(channel: Channel) -> dict[str, Any]:
    """Return a channel as Slack describes it (objects/conversation-object)."""
    common = {"id": channel.id, "is_archived": channel.is_archived, "is_im": channel.is_im}
    if channel.is_im:
        return {**common, "user": channel.user}
    private = channel.is_private
    kind = {"is_channel": not private, "is_group": private, "is_private": private, "is_mpim": False}
    shared = {"is_ext_shared": channel.is_ext_shared}
    return {**common, **kind, **shared, "name": channel.name, "name_normalized": channel.name}


def check_scope(workspace: Workspace, channel: Channel, verb: str) -> Channel:
    """Return the channel if the bot has the scope for its kind, as in `groups:history`."""
    needed = f"{SCOPE_WORDS[channel.kind]}:{verb}"
    if needed not in workspace.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(workspace.scopes))
    return channel


@web_method("conversations.info", "channel", "", "include_locale include_num_members", READS)
def info(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe a channel."""
    channel = check_scope(workspace, workspace.seen_by_bot(args["channel"]), "read")
    counted = {"num_members": len(channel.members)} if args.get("include_num_members") else {}
    membership = {} if channel.is_im else {"is_member": workspace.bot_user in channel.members}
    return {"channel": {**described(channel), **membership, **counted}}


@web_method("conversations.members", "channel", "cursor limit", "", READS)
def members(workspace: Workspace, args: Args) -> dict[str, Any]:
    """List who is in a channel, page by page."""
    channel = check_scope(workspace, workspace.seen_by_bot(args["channel"]), "read")
    page, cursor = paged(channel.members, args, default=100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@web_method("users.conversations", "", "user types cursor limit", "exclude_archived", READS)
def joined(workspace: Workspace, args: Args) -> dict[str, Any]:
    """List the channels a person is in; of the private ones only those the bot is in as well."""
    connect = workspace.connect_for(args.get("user", ""))
    if args.get("user") not in workspace.users or (connect and not connect.shows_profiles):
        raise SlackError("user_not_found")
    kinds = args.get("types", "public_channel").split(",")
    wanted = [
        described(check_scope(workspace, channel, "read"))
        for channel in workspace.channels.values()
        if args["user"] in channel.members
        and not channel.is_im
        and ("private_channel" if channel.is_private else "public_channel") in kinds
        and (not channel.is_private or workspace.bot_user in channel.members)
        and not (args.get("exclude_archived") and channel.is_archived)
    ]
    page, cursor = paged(wanted, args, default=100)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


@web_method("conversations.open", "", "channel users", "return_im", "im:write")
def open_conversation(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Open the direct message with one person."""
    if "users" not in args:
        return {"channel": {"id": workspace.seen_by_bot(args.get("channel", "")).id}}
    if "," in args["users"]:
        raise SlackError("invalid_arguments", ["this fake opens direct messages with one person only"])
    if args["users"] not in workspace.users:
        raise SlackError("user_not_found")
    if workspace.users[args["users"]].is_bot:
        raise SlackError("cannot_dm_bot")
    if connect := workspace.connect_for(args["users"]):
        connect.check_direct_message()
    channel = workspace.direct_message(args["users"])
    return {"channel": described(channel) if args.get("return_im") else {"id": channel.id}}


@web_method("conversations.history", "channel", LISTS, "inclusive include_all_metadata", HISTORY)
def history(workspace: Workspace, args: Args) -> dict[str, Any]:
    """List the messages of a channel, newest first, without thread replies."""
    channel = check_scope(workspace, workspace.readable_by_bot(args["channel"]), "history")
    top_level = [message for message in channel.messages.values() if is_top_level(message)]
    found = _between(workspace, top_level, args)[::-1]
    page, cursor = paged(found, _narrowed(workspace, args, default=100), default=100)
    return _listed(workspace, page, cursor, args)


@web_method("conversations.replies", "channel ts", LISTS, "inclusive include_all_metadata", HISTORY)
def replies(workspace: Workspace, args: Args) -> dict[str, Any]:
    """List a thread, oldest first; the parent always comes first."""
    channel = check_scope(workspace, workspace.readable_by_bot(args["channel"]), "history")
    parent = channel.messages.get(args["ts"])
    if parent is None:
        raise SlackError("thread_not_found")
    rest = [m for m in channel.messages.values() if m.get("thread_ts") == parent["ts"] and m is not parent]
    wanted = _narrowed(workspace, args, default=LARGEST_PAGE)
    page, cursor = paged([parent, *_between(workspace, rest, args)], wanted, default=LARGEST_PAGE)
    return _listed(workspace, page, cursor, args)


def _narrowed(workspace: Workspace, args: Args, *, default: int) -> Args:
    """Return the arguments with no larger page than this app may read."""
    narrow = workspace.narrow
    return {**args, "limit": min(args.get("limit") or default, narrow.page)} if narrow else args


def _between(workspace: Workspace, messages: list[Message], args: Args) -> list[Message]:
    oldest, latest = _ts("oldest", args, "0"), _ts("latest", args, "inf")
    if workspace.lag:
        messages = [message for message in messages if float(message["ts"]) <= workspace.clock() - workspace.lag]
    if messages and oldest > float(messages[-1]["ts"]):
        workspace.warnings.append("`oldest` is later than every message: FakeSlack(follow_clock=True)?")
    if args.get("inclusive"):
        return [message for message in messages if oldest <= float(message["ts"]) <= latest]
    return [message for message in messages if oldest < float(message["ts"]) < latest]


def _ts(name: str, args: Args, default: str) -> float:
    try:
        return float(args.get(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _listed(workspace: Workspace, page: list[Message], cursor: str, args: Args) -> dict[str, Any]:
    hidden = {"metadata"} if not args.get("include_all_metadata") or workspace.hides_metadata else set()
    found = [{name: value for name, value in message.items() if name not in hidden} for message in page]
    return {"messages": found, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
