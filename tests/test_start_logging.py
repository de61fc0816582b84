import logging
from collections.abc import Iterator
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import read_settings
from bot.start_logging import CarefulFormatter, start_logging

ANSWER = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] they said s3kr1t words"]}}


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged, formatted for an operator."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    log, keeper = logging.getLogger("careful"), Keeper()
    keeper.setFormatter(CarefulFormatter(["s3kr1t-password", "s3kr1t-password-longer", "x", ""]))
    log.addHandler(keeper)
    log.propagate = False
    yield lines
    log.removeHandler(keeper)


class TestEntries:
    """What is secret, or somebody else's words, does not get into the log, wherever it stands in an entry."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("failed for s3kr1t-password-longer at x", "failed for … at x"),
            ("https://user:s3kr1t-password@db", "https://user:…@db"),
            ("token xoxb-123-abc-def is bad", "token … is bad"),
            ("token xapp-1-A0-9", "token …"),
            ("wss://wss.slack.com/link/?ticket=12ab-34&app_id=5", "wss://wss.slack.com/link/?ticket=…&app_id=5"),
            ("https://hooks.slack.com/commands/T1/2/abc failed", "https://hooks.slack.com/… failed"),
            ("nothing to hide", "nothing to hide"),
        ],
    )
    def test_hide_secrets(self, lines: list[str], text: str, expected: str) -> None:
        logging.getLogger("careful").error("%s", text)
        assert lines[0].endswith(f" ERROR careful: {expected}")

    def test_give_the_error_code_of_slack_and_not_what_it_quotes(self, lines: list[str]) -> None:
        problem = SlackApiError("The request to the Slack API failed.", ANSWER)
        logging.getLogger("careful").warning("Slack did not answer: %r", problem)
        logging.getLogger("careful").warning("Slack did not answer: %s", problem)
        for line in lines:
            assert line.endswith("The server responded with: invalid_blocks")

    def test_do_so_in_the_trace_of_what_followed_from_it(self, lines: list[str]) -> None:
        problem = LookupError("s3kr1t-password")
        problem.__cause__ = SlackApiError("The request to the Slack API failed.", ANSWER)
        logging.getLogger("careful").error("It failed.", exc_info=problem)
        assert "direct cause" in lines[0]
        assert "The server responded with: invalid_blocks\n" in lines[0]
        assert "s3kr1t" not in lines[0]


class Typed(str):
    """Words that must not be formatted for a log."""

    __slots__ = ()

    def __repr__(self) -> str:
        raise AssertionError


@pytest.fixture
def levels() -> Iterator[None]:
    """Restores the log levels that a start sets."""
    loggers = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    before = [(one, one.level) for one in loggers]
    yield
    for logger, level in before:
        logger.setLevel(level)


@pytest.mark.usefixtures("levels")
def test_what_is_posted_is_formatted_for_no_log() -> None:
    """slack_sdk does so at each call, whatever is logged: up to a third of what a call costs."""
    start_logging(
        read_settings(
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            triage_channel="C0TRIAGE",
            log_level="DEBUG",
        )
    )
    client = WebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    with pytest.raises(URLError):
        client.chat_postMessage(channel="C0ANY", text=Typed("The printer burns."))
