"""Who is who: `auth.test`, `users.info`, `users.lookupByEmail`, `bots.info`, `team.info`, `apps.connections.open`."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.fake_slack.api import Args, web_method
from tests.fake_slack.errors import SlackError
from tests.fake_slack.things import User
from tests.fake_slack.workspace import Workspace


@web_method("auth.test")
def auth_test(workspace: Workspace, _args: Args) -> dict[str, Any]:
    """Say whose token this is; the scopes are in the header `x-oauth-scopes`."""
    return {
        "url": f"https://{workspace.team_domain}.slack.com/",
        "team": "Fake Workspace",
        "user": workspace.users[workspace.bot_user].name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def described(workspace: Workspace, user: User) -> dict[str, Any]:
    """Return a person as Slack describes one (objects/user-object); the e-mail needs its own scope."""
    profile = {"real_name": user.real_name, "display_name": user.name}
    if "users:read.email" in workspace.scopes and not user.is_bot:
        profile["email"] = user.email
    offset = datetime.fromtimestamp(workspace.clock(), UTC).astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_bot": user.is_bot,
        "is_email_confirmed": user.is_email_confirmed,
        "is_restricted": user.is_restricted,
        "is_stranger": user.is_stranger,
        "profile": profile,
    }


@web_method("users.info", "user", "", "include_locale", "users:read")
def users_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe a person."""
    user = workspace.users.get(args["user"])
    if user is None:
        raise SlackError("user_not_found")
    if connect := workspace.connect_for(user.id):
        return {"user": connect.profile(described(workspace, user))}
    locale = {"locale": user.locale} if args.get("include_locale") else {}
    return {"user": {**described(workspace, user), **locale}}


@web_method("users.lookupByEmail", "email", "", "", "users:read.email")
def users_lookup_by_email(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe who has this address; Slack finds nobody who was deactivated."""
    wanted = args["email"].lower()
    for user in workspace.users.values():
        if not (user.deleted or user.is_bot) and user.email.lower() == wanted and not workspace.connect_for(user.id):
            return {"user": described(workspace, user)}
    raise SlackError("users_not_found")


@web_method("bots.info", "", "bot", "", "users:read")
def bots_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe the bot."""
    if args.get("bot", workspace.bot_id) != workspace.bot_id:
        raise SlackError("bot_not_found")
    name = workspace.users[workspace.bot_user].name
    identity = {"id": workspace.bot_id, "app_id": workspace.app_id, "user_id": workspace.bot_user}
    return {"bot": {**identity, "name": name, "deleted": False}}


@web_method("team.info", "", "team domain", "include_slackbot_availability", "team:read")
def team_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    """Describe the workspace."""
    if args.get("team", workspace.team_id) != workspace.team_id:
        raise SlackError("team_not_found")
    return {"team": {"id": workspace.team_id, "name": "Fake Workspace", "domain": workspace.team_domain}}


@web_method("apps.connections.open", app_level=True)
def open_connection(workspace: Workspace, _args: Args) -> dict[str, Any]:
    """Give out the address of a Socket Mode server, if the test runs one."""
    if workspace.socket_url is None:
        raise SlackError("not_allowed")
    return {"url": workspace.socket_url}
