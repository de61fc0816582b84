"""What each kind of message is made of, with text of somebody's wherever there can be some."""

from collections.abc import Iterator
from typing import Any

from bot.queries.incidents import IncidentFacts
from tests.messages.claim_parameters import claim_parameters
from tests.messages.pack_parameters import pack_parameters


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
    elif kind == "survey_answered":
        yield {"who": "U0ALICE", "is_useful": True, "quality": 5, "language": 1, "remarks": (typed * 100)[:3000]}
    elif kind.startswith("scope_agreed"):
        yield {"version": 2, "who": "U0ALICE"}
    elif kind.startswith("scope_"):
        yield {"scope": (typed * 100)[:3000], "version": 2, "side": "technician", "who": "U0THEO"}
        yield {"scope": (typed * 100)[:3000], "version": 3, "side": "customer", "who": "U0ALICE"}
    elif kind.startswith("split_declined"):
        yield {"who": "U0ALICE"}
    elif kind.startswith("split_"):
        children = [{"title": (typed * 10)[:150], "severity": "A"}] * 10
        yield from ({"split": 7, "children": children, "left": left, "who": "U0THEO"} for left in (None, 0, 1, 5))
    elif kind.startswith("duplicate_"):
        yield {"other": 5}
    elif kind == "trouble_notice":
        yield {"finding": "reminder_missing", "incident": "INC-1", "what": typed}
        yield {"finding": "overdue", "count": 3, "since": "2026-11-23T08:00:00+00:00"}
        yield {"finding": "stuck", "count": 3}
        yield {"finding": "held_up", "count": 3, "error": typed}
        yield {"finding": "silent"}
    else:
        yield pack_parameters(kind, typed)
