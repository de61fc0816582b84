"""The parameters of each kind of message, with typed text wherever people can type."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from bot.facts.incident import IncidentFacts
from bot.rules.managers import Wrong
from models.vocabulary import Outcome
from tests.messages.claim_parameters import claim_parameters
from tests.messages.pack_parameters import pack_parameters

BOT = Path(__file__).parents[2] / "bot"
AT = "2026-11-23T08:00:00+00:00"


def can_say(kind: str, facts: IncidentFacts) -> bool:
    """Return whether a message of this kind can be about an incident with these facts."""
    if kind.startswith("update_") or kind == "waiting_over":
        return facts.assigned_to is not None
    return kind != "verdict_wanted" or facts.outcome is not None


def parameters(kind: str, typed: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters a message of this kind is made with, where somebody typed this."""
    for beginning, made in MADE_OF.items():
        if kind.startswith(beginning):
            yield from made(kind, (typed * 100)[:3000])
            return
    yield pack_parameters(kind, typed)


def _claim(kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield claim_parameters(kind, typed[:60])
    yield claim_parameters(kind, typed[:500], has_pack=False)


def _survey(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"who": "U0ALICE", "is_useful": True, "quality": 5, "language": 1, "remarks": typed}


def _scope(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"scope": typed, "version": 2, "side": "technician", "who": "U0THEO"}
    yield {"scope": typed, "version": 3, "side": "customer", "who": "U0ALICE"}


def _split(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    children = [{"title": typed[:150], "severity": "A"}] * 10
    yield from ({"split": 7, "children": children, "left": left, "who": "U0THEO"} for left in (None, 0, 1, 5))


def _trouble(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"finding": "reminder_missing", "incident": "INC-1", "what": typed[:60]}
    yield {"finding": "overdue", "count": 3, "since": AT}
    yield {"finding": "stuck", "count": 3}
    yield {"finding": "held_up", "count": 3, "error": typed[:60]}
    yield {"finding": "set_aside", "task": "send", "subject": "7", "cause": typed[:60]}
    yield {"finding": "silent"}
    yield {"finding": "triage_id", "former": "C0OLD", "channel": "C0NEW"}
    yield {"finding": "desk_id", "desk": "network", "former": "C0OLD", "channel": "C0NEW"}
    yield {"finding": "unshared", "channel": f"#{typed[:60]}", "count": 2, "incident": "INC-1, INC-2 …"}
    yield {"finding": "unshared", "channel": "#acme", "count": 0, "incident": ""}
    yield {"finding": "left", "channel": f"#{typed[:60]}"}
    yield {"finding": "unreachable", "who": "U0ALICE", "number": "••••6789"}
    yield {"finding": "no_manager"}
    yield from ({"finding": "unheard", "what": one} for one in ("claim", "certificate"))
    yield from ({"finding": "manager", "who": "U0MAX", "state": state} for state in get_args(Wrong))
    yield from ({"finding": "desk_manager", "who": "U0MAX", "state": state} for state in get_args(Wrong))


def _closed(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {}
    yield from ({"outcome": one, "who": "U0TESS", "explanation": typed} for one in get_args(Outcome))


def _settled(_kind: str, _typed: str) -> Iterator[dict[str, Any]]:
    """Yield a message that was posted before, with nothing below it and with each note."""
    posted = {"text": "What was asked", "blocks": [{"type": "divider"}]}
    yield posted
    for note in re.findall(r"(?m)^settled-(\w+)", (BOT / "texts" / "en.ftl").read_text(encoding="utf-8")):
        yield posted | {"notes": [{"note": note, "who": "U0ALICE"}]}


def _severities(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    """Yield a change of severity while nobody has answered, in time and late, and after that."""
    before = {"severity": "A", "target_s": 7200, "clock": "always", "deadline_at": AT}
    after = {"severity": "B", "target_s": 14_400, "clock": "business", "deadline_at": AT}
    for is_answered, has_passed in ((False, False), (False, True), (True, True)):
        told = {"before": before, "after": after, "is_answered": is_answered, "has_passed": has_passed}
        yield told | {"who": "U0ALICE", "reason": typed[:500]}


def _after_closing(_kind: str, _typed: str) -> Iterator[dict[str, Any]]:
    yield from ({"who": "U0ALICE", "ts": "1.1", "until": until} for until in (AT, None))


def _edited(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    """Yield an edit of every field, and one of what was empty or any product."""
    for before, after in ((typed, "Mail"), ("", typed)):
        texts = {name: (before[:limit], after[:limit]) for name, limit in (("title", 150), ("contacts", 1000))}
        both = texts | {
            "description": (before, after),
            "product": (before or None, after),
            "cover": ("24x7", "business"),
        }
        answer = {"key": "site", "labels": {"en": typed[:75]}, "answers": {"": typed[:2000]}}
        extra = ({f"q{one}": None for one in range(5)}, {f"q{one}": answer for one in range(5)})
        sides = ({name: pair[at] for name, pair in both.items()} | {"extra": extra[at]} for at in (0, 1))
        told = dict(zip(("before", "after"), sides, strict=True))
        link = "https://files.example/f"
        told["after"]["files"] = [{"id": f"F{one}", "name": typed, "link": link} for one in range(5)]
        yield told | {"who": "U0ALICE"}


def _assigned(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"who": "U0THEO", "by": "U0ALICE", "former": None, "note": typed[:1000]}
    yield {"who": "U0THEO", "by": "U0THEO", "former": "U0ALICE", "note": ""}
    yield {"who": "U0THEO", "by": "U0THEO", "former": None, "note": ""}


def _acknowledged(_kind: str, _typed: str) -> Iterator[dict[str, Any]]:
    promise = {"clock": "business", "deadline_at": AT}
    yield from ({"who": "U0THEO", "how": "word", "margin_s": margin, **promise} for margin in (60, -60))


def _given_back(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"who": "U0THEO", "former": "U0THEO", "note": typed[:1000]}
    yield {"who": "U0MAX", "former": "U0THEO", "note": ""}


def _moved(_kind: str, typed: str) -> Iterator[dict[str, Any]]:
    yield {"who": "U0THEO", "former": "", "note": typed[:1000]}
    yield {"who": "U0MAX", "former": "network", "note": ""}


def _always(**given: object) -> Callable[[str, str], Iterator[dict[str, Any]]]:
    return lambda _kind, _typed: iter([given])


MADE_OF: dict[str, Callable[[str, str], Iterator[dict[str, Any]]]] = {
    "verdict_given_": lambda _, typed: iter([{"verdict": "billed", "reason": typed[:500], "who": "U0THEO"}]),
    "buttons_gone": _settled,
    "claim_": _claim,
    "after_closing_": _after_closing,
    "reopened_": lambda _, typed: iter([{}, {"who": "U0ALICE", "reason": typed}]),
    "solution_": lambda _, typed: iter([{"solution": typed, "who": "U0THEO"}]),
    "closed_": _closed,
    "survey_answered": _survey,
    "survey_in_words": _always(),
    "scope_agreed": _always(version=2, who="U0ALICE"),
    "scope_": _scope,
    "split_declined": _always(who="U0ALICE"),
    "split_": _split,
    "joined_": lambda _, typed: iter([{"who": "U0BOB", "title": typed[:150], "description": typed}]),
    "similar": lambda _kind, _typed: iter([{"not_of": []}, {"of": "network"}]),
    "duplicate_": _always(other=5),
    "severity_changed_": _severities,
    "edited_": _edited,
    "unreachable_": lambda _, typed: iter([{"who": "U0THEO", "at": AT, "until": AT, "tried": typed[:500]}]),
    "reachable_": _always(who="U0ALICE"),
    "cover_fell_back_": _always(within_s=1800),
    "assigned_to_customer": _always(who="U0THEO"),
    "assigned_to_triage": _assigned,
    "acknowledged_to": _acknowledged,
    "given_back_": _given_back,
    "moved_to": _moved,
    "moved_card": _always(channel="C0TRIAGE", ts="1.1"),
    "weekly_digest": lambda _kind, _typed: iter([{"who": "U0THEO"}, {"who": "U0THEO", "is_unheard": True}]),
    "update_wanted": lambda _kind, _typed: iter([{"step": 1}, {"step": 5}, {"step": 1, "since": AT}]),
    "update_notice": lambda _kind, _typed: iter([{}, {"since": AT}]),
    "update_snoozed": _always(who="U0THEO", until=AT),
    "talk_notice": _always(),
    "trouble_notice": _trouble,
    "counter": _always(account_id=1, emoji=":ticket:"),
    "refresh_counter": _always(account_id=1, emoji=":ticket:", channel="C0ACME", ts="1.1"),
    "remove_counter": _always(channel="C0ACME", ts="1.1", text="A counter", blocks=[{"type": "divider"}]),
    "answer": _always(text="What was asked", blocks=[{"type": "divider"}]),
    "offer": lambda _kind, _typed: iter([{"again": False}, {"again": True}]),
    "waiting_to_": _always(who="U0THEO"),
    "waiting_reminder": lambda _kind, _typed: iter([{"since": AT, "step": 1}, {"since": AT, "step": 2}]),
    "waiting_over": _always(since=AT, step=3),
    "warning": _always(share="50"),
    "escalation": lambda _kind, _typed: iter([{"step": "2"}, {"step": "4", "broadcast": True}]),
}
"""Parameters by the beginning of a kind's name; the first entry that matches counts."""
