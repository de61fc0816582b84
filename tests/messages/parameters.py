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
    if kind.startswith("update_"):
        return facts.assigned_to is not None
    return kind != "verdict_wanted" or facts.outcome is not None


def parameters(kind: str, typed: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters a message of this kind is made with, where somebody typed this."""
    if kind.startswith("claim_"):
        yield claim_parameters(kind, typed)
        yield claim_parameters(kind, (typed * 10)[:500], has_pack=False)
    elif kind.startswith("solution_"):
        yield {"solution": (typed * 100)[:3000], "who": "U0THEO"}
    elif kind == "assigned_to_customer":
        yield {"who": "U0THEO"}
    elif kind == "assigned_to_triage":
        yield {"who": "U0THEO", "by": "U0ALICE", "former": None, "note": (typed * 100)[:1000]}
        yield {"who": "U0THEO", "by": "U0THEO", "former": "U0ALICE", "note": ""}
        yield {"who": "U0THEO", "by": "U0THEO", "former": None, "note": ""}
    elif kind == "update_wanted":
        yield {"step": 1}
        yield {"step": 5}
    elif kind == "update_snoozed":
        yield {"who": "U0THEO", "until": "2026-11-24T08:00:00+00:00"}
    elif kind == "trouble_notice":
        yield {"finding": "reminder_missing", "incident": "INC-1", "what": typed}
        yield {"finding": "overdue", "count": 3, "since": "2026-11-23T08:00:00+00:00"}
        yield {"finding": "stuck", "count": 3}
        yield {"finding": "held_up", "count": 3, "error": typed}
        yield {"finding": "silent"}
    else:
        yield pack_parameters(kind, typed)
