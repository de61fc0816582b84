"""What goes into the log of a running Guichet? Neither secrets, nor what Slack quotes, nor the libraries' chatter."""

import logging
import re
from collections.abc import Collection

from bot.settings import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SLACKS_ANSWER = re.compile(r"(The server responded with: )(.*)")
"""How slack_sdk ends the message of an error: with all that Slack answers, which may quote what somebody wrote."""
ERROR_CODE = re.compile(r"""["']error["']: ["'](\w+)["']""")
KEYS = re.compile(r"xox[a-z]+-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^&\s'\"]+|(?<=hooks\.slack\.com/)[^\s'\"]+")
"""What gives access to a workspace: tokens, the ticket of a connection, the address where a command is answered."""

SHORTEST_SECRET = 6
"""Minimum characters of a secret that is hidden; hiding every "x" in a log would leave nothing to read."""


class CarefulFormatter(logging.Formatter):
    """Formats an entry with its traceback, without these secrets, and with only the error code of Slack's answers."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__(FORMAT)
        self._secrets = sorted((one for one in secrets if len(one) >= SHORTEST_SECRET), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as anybody who reads the log may see it."""
        text = SLACKS_ANSWER.sub(_code_alone, super().format(record))
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return KEYS.sub("…", text)


def _code_alone(found: re.Match[str]) -> str:
    code = ERROR_CODE.search(found[2])
    return f"{found[1]}{code[1] if code else 'no error code'}"


def start_logging(settings: Settings) -> None:
    """Write the log to standard error; of the libraries' messages, only warnings and errors."""
    handler = logging.StreamHandler()
    handler.setFormatter(CarefulFormatter(settings.secrets()))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    for name in ("slack_bolt", "slack_sdk", "alembic"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    # Below INFO it logs whole messages; the second formats them for each call unless it has a level of its own.
    for name in ("slack_sdk.web", "slack_sdk.web.base_client"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(settings.log_level)))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # It warns whenever a sweep lasts longer than a second.
