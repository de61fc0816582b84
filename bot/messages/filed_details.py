"""What else was filed: files, and answers to the provider's own questions; short on the card, whole in the thread."""

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotations
from bot.messages.remark import linked_file
from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer, for_reader
from bot.rules.numbers import written
from bot.rules.plain_text import one_line
from bot.texts.catalogue import Words
from bot.texts.length import escaped_units, shorten
from bot.texts.message import Message
from bot.texts.slack_text import shown

ON_CARD_LIMIT, WHOLE_LIMIT = 200, 2000
"""Maximum characters, once escaped, of an answer on the card and in the thread."""
NAME_LIMIT, LINK_ON_CARD = 60, 250
"""Maximum characters, once escaped, of a file's name, and of a link on the card."""


def on_card(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the answers and files for the technicians' card; an empty list if there are none."""
    answers = [f"*{_label(one, words)}* {_short(_answer(one, words), ON_CARD_LIMIT)}" for one in facts.extra_answers]
    files = [_file(one, words, link_limit=LINK_ON_CARD) for one in facts.attachments]
    listed = [f"*{words('field-attachments')}*", *files] if files else []
    return [paragraph("\n".join(lines)) for lines in (answers, listed) if lines]


def to_triage(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the answers in full and the files, for the technicians' thread."""
    blocks: list[Block] = []
    for one in facts.extra_answers:
        blocks += [paragraph(f"*{_label(one, words)}*"), *quotations(_answer(one, words), limit=WHOLE_LIMIT)]
    files = [_file(one, words, link_limit=1000) for one in facts.attachments]
    text = words("filed-details", incident=written(facts.number), files=len(files), answers=len(facts.extra_answers))
    return message(text, [paragraph(text), *blocks, *map(paragraph, files)])


def _label(answer: ExtraAnswer, words: Words) -> str:
    return _short(for_reader(answer.labels, words.locale), NAME_LIMIT)


def _short(text: str, limit: int) -> str:
    """Return the text on one line, escaped, in at most `limit` characters."""
    return shown(shorten(one_line(text), limit, measure=escaped_units))


def _answer(answer: ExtraAnswer, words: Words) -> str:
    return for_reader(answer.answers, words.locale)


def _file(file: AttachedFile, words: Words, *, link_limit: int) -> str:
    """Return a file's name, as a link if there is one, and a note if it is withheld or empty, as mrkdwn."""
    name = shorten(file.name, NAME_LIMIT, measure=escaped_units)
    linked = linked_file(name, file.link if escaped_units(file.link) <= link_limit else "", limit=NAME_LIMIT)
    if file.is_withheld:
        return f"{linked} {words('attachment-withheld')}"
    return f"{linked} {words('attachment-empty')}" if file.size == 0 else linked
