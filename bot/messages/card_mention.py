"""What is somebody shown alone who mentions Guichet in the thread of a card? Who reads what they wrote."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.messages.after_closing import FILE_AGAIN
from bot.messages.blocks import message, one_paragraph, paragraph, small_print
from bot.messages.remark import reply_button
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message

FILE_APART = "file_apart"
"""Action id of the button that opens the form with what was written, for a problem of its own."""
MOST_BLOCKS = 50
"""Maximum blocks of a message (docs.slack.dev/reference/block-kit/blocks)."""


def not_passed_on(answer: Message, incident: int, *, words: Words) -> Message:
    """Return the answer to a command, with the note that the technicians have not read that."""
    note = words("card_mention-command", incident=written(incident))
    blocks = [*answer.blocks, small_print(note).to_dict()]
    return Message(f"{answer.text}\n{note}", blocks[:MOST_BLOCKS])


def to_customer(incident: int, *, ts: str, is_closed: bool, words: Words) -> Message:
    """Return that the technicians read it, with the button for another problem; `ts` names what was written.

    What is filed below a closed incident goes on from that.
    """
    text = words("card_mention-customer", incident=written(incident))
    action = FILE_AGAIN if is_closed else FILE_APART
    value = Subject(incident, message=ts).encode()
    button = ButtonElement(text=words("button-file_again"), action_id=action, value=value)
    return message(text, [paragraph(text), ActionsBlock(elements=[button])])


def to_technician(incident: int, *, words: Words) -> Message:
    """Return that the customer reads what a technician wrote in their thread."""
    return one_paragraph(words("card_mention-technician", incident=written(incident)))


def to_triage(incident: int, *, words: Words) -> Message:
    """Return that the customer does not read what was written in the triage thread, with the button to reply."""
    text = words("card_mention-triage", incident=written(incident))
    return message(text, [paragraph(text), ActionsBlock(elements=[reply_button(incident, words=words)])])
