"""Whatever people type comes out as text, within Slack's limits."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.traits import Route
from bot.facts.incident import AgreedScope, IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.kinds import KINDS
from bot.messages import command_answers, verdict
from bot.messages.incident_list import incident_list
from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.incident_list import Page
from bot.rules.roster import NAME_LIMIT, OnCall, Roster
from bot.texts.catalogue import Words
from tests.contexts import POLICY
from tests.messages.parameters import parameters
from tests.messages.rendered import rendered

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PIECES = [
    "<", ">", "&", "<!channel>", "<!here|x>", "<@U0EVIL>", "<#C0EVIL|x>", "<!subteam^S0EVIL>", "<!date^1^{date}|x>",
    "<https://evil.example|bank>", "<mailto:a@b|c>", "&lt;!channel&gt;", "*", "_", "`", "\n", "\u202e", "{ $x }",
    "```", "• ", "https://evil.example/", ":fire:",
]  # fmt: skip
TYPED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), min_size=1, max_size=60).map("".join)
IN_SLACK = sorted(kind for kind, traits in KINDS.items() if traits.route != Route.OUTSIDE)
FILE = r"<https://files\.example/f+\|[^<>]+>|(?<=📎 )<https://evil\.example/[^|<>]*\|[^<>]+>"
OURS = re.compile(rf"^<!here>(?= [⏰🚨])|<@U0(?:ALICE|BOB|THEO|TESS|MAX)>|<!date\^\d+\^[^|<>]+\|[^|<>]+>|{FILE}")
"""The angle-bracket sequences that we write ourselves."""


def facts(text: str) -> IncidentFacts:
    """Return an incident with this text wherever people can type."""
    return IncidentFacts(
        number=1, title=text[:150], description=text[:3000], product=text, severity="A", cover="24x7",
        contacts=text[:1000], status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=NOW,
        terms=POLICY.terms(severity="A", cover="24x7", filed_at=NOW), promised_at=NOW + timedelta(hours=2),
        acknowledged_by=None, acknowledged_how=None, margin=None, account=text[:200], exception_reason=text[:500],
        agreed_scope=AgreedScope(1, text[:3000], "U0ALICE"), explanation=text[:3000], pack="ORDER123456",
        support_ends=NOW.date(),
        attachments=[AttachedFile(id="F1", name=text[:300], link=text[:1000], size=0),
                     AttachedFile(id="F2", name=text[:300], link="https://files.example/" + "f" * 900,
                                  is_withheld=True),
                     *[AttachedFile(id="F3", name=text[:300], link="https://files.example/" + "f" * 220)] * 3],
        roster=Roster([OnCall((text * 80)[:NAME_LIMIT], None, NOW, "not_in_slack")] * 12),
        extra_answers=[ExtraAnswer(key="site", labels={"": text[:75]}, answers={"": text[:2000]})] * 5,
    )  # fmt: skip


def incident_for(kind: str, typed: str) -> IncidentFacts:
    """Return an incident of which a message of this kind is sent, with this typed wherever it can be."""
    incident = facts(typed)
    if kind.startswith("acknowledged"):
        incident = replace(incident, acknowledged_by="U0THEO", acknowledged_how="eyes", margin=timedelta(minutes=1))
    if kind == "waiting_over":
        incident = replace(incident, status="acknowledged", acknowledged_by="U0THEO", assigned_to="U0THEO")
    if kind == "verdict_wanted":
        incident = replace(
            incident, status="closed", outcome="unresolved", closed_by="U0THEO", explanation=typed[:3000]
        )
    if kind.startswith("update_"):
        incident = replace(incident, assigned_to="U0THEO", customer_updated_at=NOW)
    return incident


def markdown(value: Any) -> list[str]:
    """Return every piece of mrkdwn in blocks."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for part in value.values() for text in markdown(part)]
    return [text for part in value for text in markdown(part)] if isinstance(value, list) else []


def leaves(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the elements of the rich text in blocks."""
    for part in value if isinstance(value, list) else [value]:
        kind = str(part.get("type"))
        if kind.startswith("rich_text"):
            yield from (one for inner in part["elements"] for one in leaves(inner))
        elif kind in {"text", "link", "emoji", "user", "usergroup", "broadcast", "channel", "date"}:
            yield part


def check_rich_text(blocks: list[dict[str, Any]]) -> None:
    """Rich text calls nobody, and a link shows where it leads."""
    for leaf in leaves(blocks):
        assert leaf["type"] in {"text", "link", "emoji"}
        assert leaf["type"] != "link" or (leaf["url"].startswith(("https://", "http://")) and "text" not in leaf)


@given(TYPED, st.sampled_from(["en", "fr"]), st.sampled_from(IN_SLACK))
def test_nothing_that_was_typed_comes_to_life(typed: str, locale: str, kind: str) -> None:
    """No mention, broadcast, channel, date or link: every angle bracket in mrkdwn is one of ours."""
    incident = incident_for(kind, typed)
    words = Words(locale, "Europe/Paris")
    said = [
        *(
            rendered(kind, incident, words=words, now=NOW, parameters=one, typed=typed)
            for one in parameters(kind, typed)
        ),
        incident_list(
            IncidentList([incident], 1, Page("found", typed=typed, account=1), is_cut=True),
            words=words,
            now=NOW,
            account=typed,
            shows_account=True,
        ),
        incident_list(IncidentList([], 0, Page("found", typed=typed)), words=words, now=NOW),
        command_answers.one_incident(incident, words=words, now=NOW, for_technicians=True),
        command_answers.explanation(incident, words=words, now=NOW),
        verdict.listed([replace(incident, status="closed", outcome="unresolved")], 1, words=words),
    ]
    for message in said:
        assert 0 < len(message.text) < 4000
        assert all(0 < len(text) <= 3000 for text in markdown(message.blocks))
        check_rich_text(message.blocks)
        for text in [message.text, *markdown(message.blocks)]:
            assert not set("<>") & set(OURS.sub("", text))
