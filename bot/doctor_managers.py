"""Can those whom MANAGERS names be managers? Each is looked up in Slack."""

from collections.abc import Sequence

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.directory.people import UNKNOWN_USER
from bot.directory.profile import OwnWorkspace, read_profile
from bot.rules.managers import what_is_wrong
from bot.settings import HOW_TO_GET
from bot.slack_answer import SlackUnavailable, asked

WRONG_MANAGER = {
    "deactivated": "is deactivated in Slack",
    "bot": "is an app",
    "unknown": "is nobody whom Slack knows",
    "elsewhere": "is of another workspace, where our commands and buttons do not work",
}
"""What is wrong with somebody whom MANAGERS names."""
NOT_TOLD = "cannot be looked up just now ({})"


def look_up(managers: Sequence[str], client: WebClient, *, setting: str = "MANAGERS") -> tuple[bool, str]:
    """Return whether everybody whom this setting names can be a manager, and who they are or what is wrong.

    Somebody whom Slack cannot look up just now is reported as such, and does not count as wrong.
    """
    if not managers:
        what = "MANAGERS names nobody: nobody decides what is billed, or is told of missed deadlines"
        return False, f"{what}: {HOW_TO_GET['managers']}."
    home = _home(client)
    described = [(one, _manager(one, client, home)) for one in managers]
    wrong = [f"{one} {what}" for one, (is_well, what) in described if not is_well]
    told = [f"{one} {what}" for one, (is_well, what) in described if is_well]
    how = f": correct {setting} ({HOW_TO_GET['managers']})" if wrong else ""
    return not wrong, f"{'; '.join([*wrong, *told])}{how}."


def _home(client: WebClient) -> OwnWorkspace | None:
    try:
        return OwnWorkspace.of(asked(client.auth_test))
    except (SlackApiError, SlackUnavailable):
        return None


def _manager(user_id: str, client: WebClient, home: OwnWorkspace | None) -> tuple[bool, str]:
    """Return whether somebody can be a manager, as far as Slack knows, and who they are or what is wrong."""
    try:
        user = dict(asked(lambda: client.users_info(user=user_id))["user"])
    except SlackApiError as problem:
        error = str(problem.response.get("error"))
        return error not in UNKNOWN_USER, WRONG_MANAGER["unknown"] if error in UNKNOWN_USER else NOT_TOLD.format(error)
    except SlackUnavailable as problem:
        return True, NOT_TOLD.format(problem)
    profile = read_profile(user, home=home, locale="en")
    wrong = what_is_wrong(profile.as_person(user_id))
    return wrong is None, f"is {profile.name}" if wrong is None else WRONG_MANAGER[wrong]
