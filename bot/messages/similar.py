"""What do technicians read about incidents that are similar to one that was filed?"""

from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.facts.similar import SimilarFacts
from bot.messages.blocks import message, paragraph
from bot.messages.card import status_of
from bot.rules.numbers import written
from bot.rules.plain_text import one_line
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

TITLE_LIMIT, ACCOUNT_LIMIT, SOLUTION_LIMIT = 150, 60, 160
"""Maximum characters shown of each: all fit into one paragraph, even if every character is escaped to five."""


def to_triage(facts: SimilarFacts, *, words: Words, now: datetime) -> Message:
    """Return the message with the similar incidents, and how each ended."""
    names = words.named(*(one.number for one in facts.similar))
    text = words("similar-found", incident=written(facts.number), count=len(facts.similar), others=names)
    told = zip(facts.similar, facts.solutions, strict=True)
    return message(text, [paragraph(text), *(_one(one, solution, words=words, now=now) for one, solution in told)])


def line(facts: IncidentFacts, *, account: str | None = None, words: Words, now: datetime) -> str:
    """Return an incident as one line of mrkdwn: its number, title, account and status, and when it was filed."""
    return words(
        "similar-told",
        incident=words.named(facts.number),
        title=shown(facts.title, TITLE_LIMIT),
        has_account="yes" if account else "no",
        account=shown(account or "", ACCOUNT_LIMIT),
        status=status_of(facts, words=words, now=now),
        filed=words.moment(facts.opened_at),
    )


def choice_label(facts: IncidentFacts, *, words: Words) -> str:
    """Return the label of a button: "Join INC-17", or "Reopen INC-17" if the incident is closed."""
    return words("similar-reopen" if facts.outcome else "similar-join", incident=written(facts.number))


def _one(facts: IncidentFacts, solution: str, *, words: Words, now: datetime) -> Block:
    lines = [line(facts, account=facts.account, words=words, now=now)]
    for name, text in (("similar-solution", solution), ("similar-explanation", facts.explanation)):
        if text:
            lines.append(words(name, text=shown(one_line(text), SOLUTION_LIMIT)))
    return paragraph("\n".join(lines))
