"""What can be asked of Guichet without a command? The buttons below a bare mention, and those that open a form."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.messages.blocks import mentions, message, one_paragraph, paragraph
from bot.messages.faq import CHOOSE
from bot.texts.catalogue import Words
from bot.texts.length import beginning
from bot.texts.message import Message
from models.vocabulary import SeverityLetter

FILE = "ask_file"
"""Action id of the button that opens the form for filing an incident."""
ASKED = {"ask_list": "list", "ask_packs": "packs", "ask_faq": "faq", "ask_help": "help"}
"""The command that each of the other buttons stands for."""
CHOICES = {CHOOSE: "faq"}
"""The command that each select stands for; the choice is the text after the command."""
FORMS = {"ask_claim": "claim", "ask_admin": "admin"}
"""The command of each button that opens a form: after a mention, only the press of a button can open one."""
VALUE_LIMIT = 2000
"""Maximum characters of a button's value."""
PRESSED = ASKED | CHOICES | FORMS


def menu(*, words: Words, is_private: bool = False) -> Message:
    """Return the buttons for what people ask for most; in a direct message nobody has to mention us."""
    text = words("menu", is_private=_yes(is_private))
    return message(text, [paragraph(text), buttons(words=words)])


def buttons(*, words: Words) -> ActionsBlock:
    """Return the row of buttons."""
    row = [_button(words, action) for action in (FILE, *ASKED)]
    row[0].style = "primary"
    return ActionsBlock(elements=row)


def severity_alone(severity: SeverityLetter, *, words: Words, is_private: bool = False) -> Message:
    """Return the message to somebody who only named a severity: how to file, and the button to a form with it."""
    button = _button(words, FILE)
    button.value, button.style = severity, "primary"
    text = words("menu-severity", severity=severity, is_private=_yes(is_private))
    return message(text, [paragraph(text), ActionsBlock(elements=[button])])


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def choose_in_form(text: str, *, words: Words) -> Message:
    """Return the message saying that the account is chosen in the form, with the button to a form with this text."""
    told = words("refusal-choose_in_form")
    return message(told, [paragraph(told), filing(text, words=words)])


def filing(text: str, *, words: Words) -> ActionsBlock:
    """Return the button that opens the form for filing with this text, as typed."""
    button = _button(words, FILE)
    button.value = beginning(text, VALUE_LIMIT) or None
    return ActionsBlock(elements=[button])


def with_packs_button(text: str, *, code: str, words: Words) -> Message:
    """Return a notice about a pack, with the button that shows all packs of the account with this code.

    The button shows them only to people who may see the account.
    """
    button = _button(words, "ask_packs")
    button.value = code or None
    return message(text, [paragraph(text), ActionsBlock(elements=[button])])


def form_button(name: str, rest: str, *, words: Words) -> Message:
    """Return the button that opens the form of a command from a mention, with the text after the command."""
    action = next(action for action, word in FORMS.items() if word == name)
    button = _button(words, action)
    button.value = beginning(rest, VALUE_LIMIT) or None
    return message(words("menu-form"), [paragraph(words("menu-form")), ActionsBlock(elements=[button])])


def where_to_ask(*, managers: Sequence[str] | None = None, words: Words) -> Message:
    """Return the message saying where to ask for what Slack cannot show to the asker alone.

    `managers` are named to people of other organisations, who may have no direct message with us.
    """
    if managers is None:
        return one_paragraph(words("menu-elsewhere"))
    return one_paragraph(words("menu-elsewhere_outside", managers=mentions(managers) or words("a-manager")))


def too_many(*, limit: int, emoji: str, words: Words) -> Message:
    """Return the message saying that somebody asked too often; `emoji` is the reaction that offers to file."""
    return one_paragraph(words("menu-too_many", limit=limit, emoji=f":{emoji}:"))


def _button(words: Words, action: str) -> ButtonElement:
    return ButtonElement(text=words(f"button-{action}"), action_id=action)
