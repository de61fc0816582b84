"""Which channels and people does Slack show to the bot, so that nobody must look up ids?"""

from contextlib import suppress
from functools import partial

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack_answer import SlackUnavailable, asked
from bot.tls import tls_for

LISTED = 25
"""Maximum channels or people that are offered; others are given by their ids."""


class Directory:
    """The workspace as the bot sees it; empty before somebody has logged in."""

    def __init__(self, api_url: str) -> None:
        self._client = WebClient(base_url=api_url, timeout=10, ssl=tls_for(api_url), retry_handlers=[])
        self._bot = ""

    def log_in(self, bot_token: str) -> str:
        """Return a sentence about who the bot is in Slack; raise `SlackApiError` or `SlackUnavailable`."""
        self._client.token = bot_token
        answer = asked(self._client.auth_test)
        self._bot = str(answer["user_id"])
        return f"Slack knows Guichet as @{answer['user']} in {answer['team']}."

    def open_socket(self, app_token: str) -> str:
        """Return the sentence that Slack opens a connection; raise `SlackApiError` or `SlackUnavailable`."""
        asked(partial(self._client.apps_connections_open, app_token=app_token))
        return "Socket Mode opens a connection."

    def channels(self) -> dict[str, str]:
        """Return the names of the channels that the bot is in, by id; none if Slack gives no answer."""
        with suppress(SlackApiError, SlackUnavailable):
            kinds = "public_channel,private_channel"
            mine = partial(self._client.users_conversations, user=self._bot, types=kinds, exclude_archived=True)
            return {one["id"]: f"#{one['name']}" for one in asked(partial(mine, limit=LISTED))["channels"]}
        return {}

    def people(self, channel: str) -> dict[str, str]:
        """Return the names of the people in a channel, by id; none if Slack gives no answer."""
        with suppress(SlackApiError, SlackUnavailable):
            members = asked(partial(self._client.conversations_members, channel=channel, limit=LISTED))["members"]
            users = [asked(partial(self._client.users_info, user=one))["user"] for one in members]
            return {one["id"]: one.get("real_name") or one["name"] for one in users if not one.get("is_bot")}
        return {}
