"""What Slack answers is read for what it is, and a proxy's page is no answer of Slack's."""

from typing import Any

import pytest
from slack_sdk.web import SlackResponse

from bot.delivery.slack_errors import code_of, is_rate_limited, retry_after


def response(status: int = 200, headers: dict[str, str] | None = None, **data: Any) -> SlackResponse:
    """Return an answer of a Web API method."""
    return SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers or {}, status_code=status
    )


@pytest.mark.parametrize(
    ("status", "error", "code", "must_wait"),
    [
        (200, "not_in_channel", "not_in_channel", False),
        (200, "ratelimited", "ratelimited", True),
        (200, "rate_limited", "rate_limited", True),
        (429, "ratelimited", "ratelimited", True),
        (429, "<html>", "internal_error", True),
        (499, "not_in_channel", "not_in_channel", False),
        (500, "not_in_channel", "internal_error", False),
        (502, "<html>Bad gateway", "internal_error", False),
        (200, "<html>", "internal_error", False),
        (200, None, "internal_error", False),
        (200, "", "internal_error", False),
    ],
)
def test_an_error_has_a_code(status: int, error: str | None, code: str, must_wait: bool) -> None:
    answer = response(status, error=error)
    assert (code_of(answer), is_rate_limited(answer)) == (code, must_wait)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": "2.5"}, 2.5),
        ({"Retry-After": "0"}, 1.0),  # At least one.
        ({}, 7.0),
        ({"Retry-After": ""}, 7.0),
        ({"Retry-After": "soon"}, 7.0),
        ({"Retry-After": "1.2.3"}, 7.0),
        ({"Retry-After": "-5"}, 7.0),
    ],
)
def test_the_wait_is_as_long_as_slack_says(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(response(429, headers), otherwise=7.0) == seconds
