"""The view that asks, above the form that was sent, whether the problem is an incident already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import paragraph
from bot.messages.card import due, status_of
from bot.messages.similar import choice_label
from bot.rules.carried import NotOurs
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown

CALLBACK = "similar_incidents"
JOIN, REOPEN = "join_incident", "reopen_similar"
"""Action ids of the buttons beside open and closed incidents."""


def view(
    form_id: str, found: Sequence[IncidentFacts], *, words: Words, now: datetime, notice: str = ""
) -> dict[str, Any]:
    """Return the view, which carries the id of the form that was kept; the notice (mrkdwn) is at its top."""
    listed = [_one(one, words, now) for one in found]
    question = words("similar-ask", count=len(found), incident=words.named(*(one.number for one in found[:1])))
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=form_id,
        title=words("similar-title"),
        submit=words("similar-file"),
        close=words("similar-back"),
        blocks=[*([paragraph(notice)] if notice else []), *([paragraph(question), *listed] if found else [])],
    ).to_dict()


def _one(facts: IncidentFacts, words: Words, now: datetime) -> Block:
    label, action = choice_label(facts, words=words), REOPEN if facts.outcome else JOIN
    button = ButtonElement(text=label, action_id=action, value=Subject(facts.number).encode())
    severity, status = words(f"severity_short-{facts.severity}"), status_of(facts, words=words, now=now)
    text = words(
        "similar-line",
        incident=words.named(facts.number),
        title=shown(facts.title),
        status=" · ".join(filter(None, [severity, status, due(facts, words=words, now=now)])),
        filed=words.moment(facts.opened_at),
        who=f"<@{facts.opened_by}>",
    )
    return SectionBlock(block_id=f"similar_{facts.number}", text=MarkdownTextObject(text=text), accessory=button)


def form_of(asked: Mapping[str, Any]) -> str:
    """Return the id of the form that the view carries; raise `NotOurs` if it carries none."""
    form_id = asked.get("private_metadata")
    if not isinstance(form_id, str) or not form_id:
        raise NotOurs
    return form_id


def joined(number: int, *, words: Words, is_reopened: bool) -> dict[str, Any]:
    """Return the view that replaces this one once somebody has joined; closing it also closes the form below."""
    name = "similar-reopened" if is_reopened else "similar-joined"
    text = words(name, incident=words.named(number), number=written(number))
    return View(
        type="modal",
        title=words("finished-title"),
        close=words("finished-close"),
        clear_on_close=True,
        blocks=[paragraph(text)],
    ).to_dict()
