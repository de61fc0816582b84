"""Who is mentioned in what Slack sends."""

from typing import Any

import pytest

from bot.rules.mentioned import MENTIONED_LIMIT, mentioned_in


@pytest.mark.parametrize(
    ("body", "mentioned"),
    [
        ({}, []),
        ({"type": "message_action", "message": {"text": "<@U0BOB> and <@W0EVE>, <@U0BOB> again"}}, ["U0BOB", "W0EVE"]),
        (
            {
                "type": "message_action",
                "message": {"text": "<@U0BOB|bob> has a name, <!here> has none"},
            },
            [],
        ),
        ({"event": {"type": "message", "text": "<@U0BOB>"}}, ["U0BOB"]),
        ({"event": {"subtype": "message_changed", "message": {"text": "<@U0BOB>"}}}, ["U0BOB"]),
        ({"type": "block_actions", "message": {"text": "<@U0BOB>"}}, []),
        ({"event": {"type": "user_change", "user": {"id": "U0BOB"}}}, []),
        (
            {"type": "message_action", "message": {"text": " ".join(f"<@U{one}>" for one in range(9))}},
            [f"U{one}" for one in range(5)],
        ),
    ],
)
def test_are_named_by_their_ids(body: dict[str, Any], mentioned: list[str]) -> None:
    assert mentioned_in(body) == mentioned
    assert len(mentioned) <= MENTIONED_LIMIT
