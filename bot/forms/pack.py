"""A pack as an option in forms."""

from slack_sdk.models.blocks import Option

from bot.facts.pack import PackLeft
from bot.forms.fields import option_text
from bot.rules.packs import masked
from bot.texts.catalogue import Words


def paying_option(pack: PackLeft, words: Words) -> Option:
    """Return the option to pay with a pack: one unit of those that are left, and until when the pack is valid."""
    left, until = pack.left, words.calendar_day(pack.expires_on)
    text = words("paid_with-uses", pack=masked(pack.confirmation), left=left, until=until)
    return Option(value=str(pack.id), text=option_text(text))


def pack_option(pack: PackLeft, words: Words) -> Option:
    """Return the option for a pack: its masked number, what is left, and until when it is valid."""
    left, until = pack.left, words.calendar_day(pack.expires_on)
    text = words("paid_with-pack", pack=masked(pack.confirmation), left=left, until=until)
    return Option(value=str(pack.id), text=option_text(text))
