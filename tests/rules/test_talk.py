"""What counts as somebody else's words in a thread."""

from datetime import UTC, datetime
from typing import Any

from bot.rules.talk import Others, others_among

SINCE = datetime(2026, 11, 25, 9, tzinfo=UTC)


def message(after_s: float = 1, **given: Any) -> dict[str, Any]:
    return {"user": "U0THEO", "ts": f"{SINCE.timestamp() + after_s:.6f}", "text": "Shall I?", **given}


def found(*messages: dict[str, Any], is_whole: bool = True) -> Others:
    return others_among(
        messages,
        writer="U0ALICE",
        after=f"{SINCE.timestamp() - 5:.6f}",
        since=SINCE,
        instant=lambda ts: datetime.fromtimestamp(float(ts), UTC),
        is_whole=is_whole,
    )


def test_counts_what_other_people_have_written_since() -> None:
    rows = [
        ([], Others.NONE),
        ([message()], Others.SOME),
        ([message(subtype="thread_broadcast")], Others.SOME),
        ([message(subtype="file_share", text="")], Others.SOME),
        ([message(-1)], Others.NONE),
        ([message(0)], Others.SOME),
        ([message(user="U0ALICE")], Others.NONE),
        ([message(bot_id="B0GUICHET")], Others.NONE),
        ([message(subtype="bot_message")], Others.NONE),
        ([message(subtype="tombstone")], Others.NONE),
        ([message(-1), message(user="U0ALICE"), message(2)], Others.SOME),
    ]
    for messages, expected in rows:
        assert found(*messages) is expected, messages


def test_leaves_out_the_message_after_which_it_is_asked() -> None:
    rows = [(5, 0, Others.NONE), (5, 5, Others.NONE), (5, 6, Others.SOME)]
    for post, at, expected in rows:
        after = f"{SINCE.timestamp() + post:.6f}"
        given: dict[str, Any] = {"writer": "U0ALICE", "since": SINCE, "is_whole": True}
        assert others_among([message(at)], after=after, instant=lambda _: SINCE, **given) is expected


def test_does_not_take_a_part_for_all() -> None:
    assert found(message(user="U0ALICE"), is_whole=False) is Others.UNKNOWN
    assert found(message(), is_whole=False) is Others.SOME
