"""The questions of `guichet setup`, in the order in which their answers are found."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.doctor_slack import CHECK_NETWORK
from bot.settings import Settings, problem_with, read_settings
from bot.setup.directory import Directory
from bot.setup.env_file import read_env, write_env
from bot.setup.first_lists import offer_lists
from bot.setup.questions import ask, choose, complain, confirm
from bot.slack_answer import SlackUnavailable

INTRODUCTION = """\
This asks for what Guichet must know, and writes it to {file} once all is answered; Ctrl-C ends it before.

There is no Slack app yet? Paste what `guichet manifest` prints at https://api.slack.com/apps, under
Create New App > From a manifest, and install the app. Then, in Slack, type /invite @Guichet in the
technicians' channel and in a channel where customers ask for help.
"""
BOT_TOKEN = "Bot User OAuth Token (xoxb-…), from OAuth & Permissions"  # noqa: S105 - a question
APP_TOKEN = "App-Level Token (xapp-…) with connections:write, from Basic Information"  # noqa: S105 - a question
TRIAGE = "The technicians' channel, by number or id (Enter looks again)"
MANAGERS = "The managers, by numbers or ids with commas: they decide what is billed and hear of missed deadlines"
LOCALE = "Language in channels, en or fr"


def set_up(folder: Path) -> None:
    """Ask for every setting that has no good default, write them to `.env` in the folder, and offer first lists.

    Raises `NotImported` if a list is refused.
    """
    console, file = Console(soft_wrap=True), folder / ".env"
    console.print(INTRODUCTION.format(file=file), highlight=False)
    questions = Questions(file, console)
    answers = questions.answers()
    write_env(file, answers)
    confirm(console, f"{file} is written; only you can read it.")
    settings = read_settings(_env_file=file, **{name.lower(): value for name, value in answers.items()})
    channel = offer_lists(folder / "lists", settings, questions.directory, now=Clock().now(), console=console)
    console.print(f"\nNow run `guichet run`, and type /incident in {channel or 'Slack'}.", highlight=False)


class Questions:
    """What is asked; values that are already in `.env` or the environment are offered again."""

    def __init__(self, file: Path, console: Console) -> None:
        self._console = console
        self._known = read_env(file) | {name: value for name, value in os.environ.items() if value}
        self.directory = Directory(self._known.get("SLACK_API_URL") or Settings.model_fields["slack_api_url"].default)

    def answers(self) -> dict[str, str]:
        """Ask everything, and return the settings by their names."""
        bot_token = self._token("SLACK_BOT_TOKEN", BOT_TOKEN, self.directory.log_in)
        app_token = self._token("SLACK_APP_TOKEN", APP_TOKEN, self.directory.open_socket)
        triage = self._triage_channel()
        managers = self._chosen("MANAGERS", MANAGERS, self.directory.people(triage))
        locale = ask(
            self._console,
            LOCALE,
            known=self._known.get("LOCALE", "en"),
            is_wrong=partial(problem_with, "LOCALE"),
        )
        return {
            "SLACK_BOT_TOKEN": bot_token,
            "SLACK_APP_TOKEN": app_token,
            "TRIAGE_CHANNEL": triage,
            "MANAGERS": managers,
            "LOCALE": locale,
        }

    def _token(self, name: str, question: str, try_it: Callable[[str], str]) -> str:
        """Ask until Slack accepts the token; if Slack cannot be reached, print that and accept the token unchecked."""
        known = self._known.get(name, "")
        while True:
            token = ask(self._console, question, known=known, is_secret=True, is_wrong=partial(problem_with, name))
            try:
                confirm(self._console, try_it(token))
            except SlackApiError as problem:
                complain(self._console, f"Slack refuses this token ({problem.response.get('error')}).")
                known = ""
                continue
            except SlackUnavailable as problem:
                complain(self._console, f"Slack gives no answer ({problem}), so it was not tried: {CHECK_NETWORK}.")
            return token

    def _triage_channel(self) -> str:
        while True:
            channels = self.directory.channels()
            if not channels:
                complain(self._console, "Guichet is not in any channel yet: type /invite @Guichet in those it is for.")
            if chosen := self._chosen("TRIAGE_CHANNEL", TRIAGE, channels, may_be_empty=True):
                return chosen

    def _chosen(self, name: str, question: str, offered: dict[str, str], *, may_be_empty: bool = False) -> str:
        def is_wrong(given: str) -> str | None:
            return None if may_be_empty and not given else problem_with(name, given)

        return choose(self._console, question, offered, known=self._known.get(name, ""), is_wrong=is_wrong)
