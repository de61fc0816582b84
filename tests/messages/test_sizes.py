"""No message breaks a limit of Slack's, whatever was typed into a form to the brim, and however Slack counts it."""

from dataclasses import replace

import pytest

from bot.facts.event import EventFacts
from bot.facts.incident import IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.kinds import KINDS
from bot.messages import command_answers
from bot.messages.blocks import length_of
from bot.messages.history import history
from bot.messages.incident_list import LIST_LIMIT, incident_list
from bot.rules.incident_list import ListPlace, Page
from bot.texts.catalogue import Words
from bot.texts.message import Message
from tests.fake_slack.check import check_blocks
from tests.fake_slack.shapes import units
from tests.messages.parameters import parameters
from tests.messages.rendered import rendered
from tests.messages.test_escaping import NOW, facts, incident_for

NASTY = ["&", "<", "😀", "\U00010437", "👩\u200d🚒", "\u202e", "\u05d0", "\n", "a\u0301", "W", "& 😀\n", "*&* `<`\n"]
ALL = 13_200
"""Characters of all blocks together, about which Slack refuses a message as too long."""
AT = NOW.isoformat()
EVENTS = [
    EventFacts(
        "change_severity",
        "U0THEO",
        NOW,
        {"severity": "B", "deadline_at": AT},
        {"severity": "A", "deadline_at": AT, "reason": "&" * 500},
    )
] * 40


BRIMFUL = [(nasty * 3000)[:3000].strip() or "?" for nasty in NASTY]
"""What is typed into a field to the brim."""


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_message_is_taken(kind: str, locale: str) -> None:
    words = Words(locale, "Europe/Paris")
    for typed in BRIMFUL:
        for one in parameters(kind, typed):
            message = rendered(kind, incident_for(kind, typed), words=words, now=NOW, parameters=one, typed=typed)
            check_blocks(message.blocks)
            assert units(message.text) <= 4000, typed
            assert length_of(message.blocks) <= ALL, typed


def full_list(incident: IncidentFacts, words: Words, *, typed: str) -> Message:
    """Return a page between two others, each line of which has a link."""
    page = Page("unassigned", typed=typed, place=ListPlace(2, 123_456_789, NOW))
    listed = IncidentList([incident] * LIST_LIMIT, 101, page, previous=page, next=page, is_cut=True)
    linked = replace(
        words, links={incident.number: "https://acme-support.slack.com/archives/C0TRIAGE/p1764000000000000"}
    )
    return incident_list(listed, words=linked, now=NOW, account=typed, shows_account=True)


@pytest.mark.parametrize("typed", BRIMFUL, ids=NASTY)
def test_an_answer_is_taken(typed: str) -> None:
    words = Words("fr", "Europe/Paris")
    incident = facts(typed)
    for message in (
        full_list(incident, words, typed=typed),
        command_answers.one_incident(
            incident,
            words=words,
            now=NOW,
            for_technicians=True,
            past=lambda room: history(EVENTS, 99, incident=incident, words=words, room=room),
        ),
        command_answers.explanation(incident, words=words, now=NOW),
    ):
        check_blocks(message.blocks)
        assert length_of(message.blocks) <= ALL
