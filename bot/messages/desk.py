"""What is posted when an incident goes to another desk?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, one_paragraph, paragraph, quotation
from bot.messages.titled import titled
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def to_triage(facts: IncidentFacts, *, words: Words, who: str, former: str, note: str) -> Message:
    """Return the message to the new desk: who moved the incident, from which desk, the note, and who has it."""
    lines = [words("moved-triage", incident=titled(facts, words=words), who=f"<@{who}>", former=named(former, words))]
    if facts.assigned_to and facts.status == "acknowledged":
        lines.append(words("moved-held", who=f"<@{facts.assigned_to}>"))
    text = " ".join(lines)
    return message(text, [paragraph(text), *([quotation(note)] if note else [])])


def former_card(facts: IncidentFacts, *, words: Words, **_place: str) -> Message:
    """Return the message that replaces the card at the former desk, with a link to the new card."""
    title, desk = shown(facts.title), named(facts.desk, words)
    return one_paragraph(words("moved-former", incident=words.named(facts.number), title=title, desk=desk))


def named(desk: str, words: Words) -> str:
    """Return the name of a desk for use within a sentence."""
    return words("desk-named", desk=desk) if desk else words("desk-first")
