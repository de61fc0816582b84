"""What is somebody shown privately who mentions Guichet in a card's thread? Who reads what they wrote."""

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
    """Return the answer to a command, with a note that the technicians have not read the command."""
    note = words("card_mention-command", incident=written(incident))
    blocks = [*answer.blocks, small_print(note).to_dict()]
    return Message(f"{answer.text}\n{note}", blocks[:MOST_BLOCKS])


def to_customer(incident: int, *, ts: str, is_closed: bool, words: Words) -> Message:
    """Return the message saying that technicians read the thread, with the button to file another problem.

    `ts` identifies what was written. An incident filed below a closed one is linked to it as its follow-up.
    """
    text = words("card_mention-customer", incident=written(incident))
    action = FILE_AGAIN if is_closed else FILE_APART
    value = Subject(incident, message=ts).encode()
    button = ButtonElement(text=words("button-file_again"), action_id=action, value=value)
    return message(text, [paragraph(text), ActionsBlock(elements=[button])])


def to_technician(incident: int, *, words: Words) -> Message:
    """Return the message saying that the customer reads what a technician wrote in their thread."""
    return one_paragraph(words("card_mention-technician", incident=written(incident)))


def to_triage(incident: int, *, words: Words) -> Message:
    """Return the message saying that the customer does not read the triage thread, with the button to reply."""
    text = words("card_mention-triage", incident=written(incident))
    return message(text, [paragraph(text), ActionsBlock(elements=[reply_button(incident, words=words)])])
