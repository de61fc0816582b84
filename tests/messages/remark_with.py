"""The parameters of messages about remarks, with typed text wherever people can type."""

from datetime import UTC, datetime

from bot.facts.remark import RemarkFacts

WRITTEN_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def remark_with(typed: str, *, is_edited: bool = False, is_deleted: bool = False) -> RemarkFacts:
    """Return what Theo said, with a file of this name."""
    return RemarkFacts(
        author="U0THEO",
        text=typed,
        files=[{"name": typed, "link": typed}],
        written_at=WRITTEN_AT,
        is_edited=is_edited,
        is_deleted=is_deleted,
    )
