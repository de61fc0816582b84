"""What is posted about the scope? A version that was proposed or amended, with its buttons, and the agreement to it."""

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import buttons, message, one_paragraph, paragraph, quotation, small_print
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.rules.statuses import AGREE_SCOPE, AGREED_BY
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from models.vocabulary import Role, ScopeSide

PROPOSE, AGREE, AMEND = "propose_scope", AGREE_SCOPE, "amend_scope"
"""Action ids of the buttons."""
SHOWN = 300
"""Maximum characters of the scope on a card."""


def proposed(
    facts: IncidentFacts, *, words: Words, reader: Role, scope: str, version: int, side: ScopeSide, who: str
) -> Message:
    """Return a version of the scope, with *Agree* for the side that is to agree, and *Amend* for the customer."""
    name = "scope-proposed" if side == "technician" else "scope-amended"
    text = words(name, incident=titled(facts, words=words), version=str(version), who=f"<@{who}>")
    agree = [(words("button-agree_scope"), AGREE)] if AGREED_BY[side] == reader else []
    amend = [(words("button-amend_scope"), AMEND)] if reader == "customer" else []
    row = (
        [buttons(*agree, *amend, value=Subject(facts.number, scope=version).encode(), primary=AGREE)]
        if agree or amend
        else []
    )
    return message(text, [paragraph(text), quotation(scope), *row])


def agreed(facts: IncidentFacts, *, words: Words, version: int, who: str) -> Message:
    """Return the message saying that a version of the scope is agreed."""
    return one_paragraph(words("scope-agreed", incident=written(facts.number), version=str(version), who=f"<@{who}>"))


def on_card(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the card's blocks about the scope: the agreed version, and a note of a newer one not yet agreed."""
    blocks: list[Block] = []
    if (scope := facts.agreed_scope) is not None:
        by = words("card-scope_agreed", version=str(scope.version), who=f"<@{scope.agreed_by}>")
        blocks += [paragraph(f"*{words('card-agreed_scope')}* · {by}"), quotation(scope.text, limit=SHOWN)]
    if facts.proposed_scope is not None:
        blocks.append(small_print(words("card-scope_proposed", version=str(facts.proposed_scope))))
    return blocks
