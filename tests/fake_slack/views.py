"""The `views.*` methods, and what happens to the modals a person has open."""

from typing import Any

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.chat import with_ids
from tests.fake_slack.check import check_view
from tests.fake_slack.errors import SlackError
from tests.fake_slack.workspace import Workspace

MOST_VIEWS = 3  # surfaces/modals: a stack holds three views
View = dict[str, Any]


def show(workspace: Workspace, user: str, raw: View, *, previous: str = "") -> View:
    """Put a new modal in front of a person: on top of the previous one, or as a new stack."""
    check_view(raw, "modal")
    return _put(workspace, user, raw, previous=previous)


def _put(workspace: Workspace, user: str, raw: View, *, previous: str = "") -> View:
    stack = workspace.stacks[user]
    if previous and len(stack) >= MOST_VIEWS:
        raise SlackError("push_limit_reached")
    view = _made(workspace, raw, view_id=workspace.next_id("V"))
    if not previous:
        stack.clear()
    stack.append(view["id"])
    view |= {"root_view_id": stack[0], "previous_view_id": previous or None}
    return view


def replace(workspace: Workspace, view_id: str, raw: View) -> View:
    """Redraw a view; what was typed stays where block_id and action_id are the same."""
    check_view(raw, workspace.views[view_id]["type"])
    return _exchange(workspace, view_id, raw)


def _exchange(workspace: Workspace, view_id: str, raw: View) -> View:
    old = workspace.views[view_id]
    view = _made(workspace, raw, view_id=view_id)
    view |= {key: old[key] for key in ("root_view_id", "previous_view_id")}
    return view


def close(workspace: Workspace, user: str, *, every: bool = False) -> None:
    """Take the topmost modal off the screen, or the whole stack."""
    stack = workspace.stacks[user]
    del stack[0 if every else -1 :]


def _made(workspace: Workspace, raw: View, *, view_id: str) -> View:
    external_id = raw.get("external_id", "")
    others = (view for key, view in workspace.views.items() if key != view_id)
    if external_id and any(view["external_id"] == external_id for view in others):
        raise SlackError("duplicate_external_id")
    defaults = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    more = {"clear_on_close": False, "notify_on_close": False, "title": None}
    workspace.views[view_id] = {
        **defaults,
        **more,
        **raw,
        "id": view_id,
        "team_id": workspace.team_id,
        "app_id": workspace.app_id,
        "bot_id": workspace.bot_id,
        "blocks": with_ids(workspace, raw["blocks"]),
        "state": {"values": {}},
        "hash": workspace.next_ts(),
        "root_view_id": view_id,
        "previous_view_id": None,
    }
    workspace.note_broadcasts(workspace.views[view_id])
    return workspace.views[view_id]


def _check_hash(view: View | None, args: Args) -> None:
    if "hash" in args and (view is None or args["hash"] != view["hash"]):
        raise SlackError("hash_conflict")


@web_method("views.open", "view", "trigger_id interactivity_pointer")
def open_view(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Open a modal for the person whose gesture gave the trigger."""
    check_view(args["view"], "modal")
    trigger = workspace.use_trigger(args.get("trigger_id", ""))
    if connect := workspace.connect_for(trigger.user):
        connect.check_form()
    return {"view": _put(workspace, trigger.user, args["view"])}


@web_method("views.push", "view", "trigger_id interactivity_pointer")
def push(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Put a modal on top of the one the gesture was made in."""
    check_view(args["view"], "modal")
    trigger = workspace.use_trigger(args.get("trigger_id", ""))
    if trigger.view_id not in workspace.stacks[trigger.user]:
        raise SlackError("not_found")
    return {"view": _put(workspace, trigger.user, args["view"], previous=trigger.view_id)}


@web_method("views.update", "view", "view_id external_id hash")
def update(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Redraw a view."""
    external_id, view_id = args.get("external_id"), args.get("view_id")
    matches = (v for v in workspace.views.values() if v["id"] == view_id or v["external_id"] == external_id)
    view = next(matches, None)
    if view is None or not _on_screen(workspace, view["id"]):
        raise SlackError("not_found")
    _check_hash(view, args)
    return {"view": replace(workspace, view["id"], args["view"])}


def _on_screen(workspace: Workspace, view_id: str) -> bool:
    open_views = {view for stack in workspace.stacks.values() for view in stack}
    return view_id in open_views | set(workspace.homes.values())


@web_method("views.publish", "user_id view", "hash")
def publish(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Draw a person's App Home."""
    check_view(args["view"], "home")
    user = args["user_id"]
    if user not in workspace.users:
        raise SlackError("user_not_found")
    _check_hash(workspace.views.get(workspace.homes.get(user, "")), args)
    if user in workspace.homes:
        return {"view": _exchange(workspace, workspace.homes[user], args["view"])}
    view = _made(workspace, args["view"], view_id=workspace.next_id("V"))
    workspace.homes[user] = view["id"]
    return {"view": view}
