"""What each kind of message is made of, with text of somebody's wherever there can be some."""

from collections.abc import Iterator
from typing import Any

from bot.queries.incidents import IncidentFacts
from tests.messages.claim_parameters import claim_parameters
from tests.messages.pack_parameters import pack_parameters

AT = "2026-11-23T08:00:00+00:00"


def can_say(kind: str, facts: IncidentFacts) -> bool:
    """Can such a message be about an incident as it stands?"""
    if kind.startswith("acknowledged"):
        return facts.margin is not None
    return kind != "verdict_wanted" or facts.outcome is not None


def parameters(kind: str, typed: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters a message of this kind is made with, where somebody typed this."""
    if kind.startswith("claim_"):
        yield claim_parameters(kind, typed)
        yield claim_parameters(kind, (typed * 10)[:500], has_pack=False)
    elif kind.startswith("solution_"):
        yield {"solution": (typed * 100)[:3000], "who": "U0THEO"}
    elif kind.startswith("severity_changed_"):
        yield from _severities((typed * 100)[:500])
    elif kind.startswith("unreachable_"):
        yield {"who": "U0THEO", "at": AT, "until": AT, "tried": (typed * 100)[:500]}
    elif kind.startswith("reachable_"):
        yield {"who": "U0ALICE"}
    elif kind.startswith("cover_fell_back_"):
        yield {"within_s": 1800}
    elif kind == "trouble_notice":
        yield {"finding": "reminder_missing", "incident": "INC-1", "what": typed}
        yield {"finding": "overdue", "count": 3, "since": "2026-11-23T08:00:00+00:00"}
        yield {"finding": "stuck", "count": 3}
        yield {"finding": "held_up", "count": 3, "error": typed}
        yield {"finding": "silent"}
    else:
        yield pack_parameters(kind, typed)


def _severities(reason: str) -> Iterator[dict[str, Any]]:
    """Yield a change of severity while nobody has answered, in time and late, and after that."""
    before = {"severity": "A", "target_s": 7200, "clock": "always", "deadline_at": AT}
    after = {"severity": "B", "target_s": 14_400, "clock": "business", "deadline_at": AT}
    for is_answered, has_passed in ((False, False), (False, True), (True, True)):
        told = {"before": before, "after": after, "is_answered": is_answered, "has_passed": has_passed}
        yield told | {"who": "U0ALICE", "reason": reason}
