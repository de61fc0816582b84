"""How did Slack answer a call that checks the set-up? With an answer, a refusal, or an error that is not about us."""

import re
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

SLACK_TROUBLE = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"}
)
"""Errors that say nothing about our set-up (docs.slack.dev/reference/methods/auth.test)."""


class SlackUnavailable(Exception):
    """Slack was not reached, or did not give a proper answer; the message says what happened instead."""


def asked(call: Callable[[], SlackResponse]) -> SlackResponse:
    """Return Slack's answer; raise SlackApiError for a refusal, `SlackUnavailable` for an error not about us."""
    try:
        return call()
    except SlackApiError as problem:
        error = str(problem.response.get("error"))
        if not re.fullmatch("[a-z_]+", error):  # An error page, from Slack or from something on the way.
            raise SlackUnavailable(f"HTTP status {problem.response.status_code}") from None
        if error in SLACK_TROUBLE:
            raise SlackUnavailable(error) from None
        raise
    except (SlackClientError, OSError, HTTPException) as problem:
        raise SlackUnavailable(str(getattr(problem, "reason", problem)).strip()) from None
