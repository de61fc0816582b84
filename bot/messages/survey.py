"""What is posted about the survey after an incident has ended?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, one_paragraph, paragraph, quotation, small_print
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

ANSWER = "answer_survey"
"""Action id of the button."""


def wanted(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the question to the person who filed the incident, and what the answers are used for."""
    return _asking("survey-wanted", facts, words)


def reminder(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the same question, as a reminder."""
    return _asking("survey-reminder", facts, words)


def in_words(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the message inviting somebody who cannot be sent a direct message to write their opinion in the thread."""
    return one_paragraph(words("survey-in_words", incident=written(facts.number)))


def answered(
    facts: IncidentFacts, *, words: Words, who: str, is_useful: bool, quality: int, language: int, remarks: str
) -> Message:
    """Return the message with the answers, for the technicians."""
    text = words(
        "survey-answered",
        incident=written(facts.number),
        who=f"<@{who}>",
        useful=words("useful-yes" if is_useful else "useful-no"),
        quality=str(quality),
        language=str(language),
    )
    return message(text, [paragraph(text), *([quotation(remarks)] if remarks else [])])


def _asking(name: str, facts: IncidentFacts, words: Words) -> Message:
    title = shown(facts.title)
    text = words(name, incident=words.named(facts.number), title=title)
    give = button(words("button-survey"), action_id=ANSWER, value=Subject(facts.number).encode())
    return message(text, [paragraph(text), give, small_print(words("survey-purpose"))])
