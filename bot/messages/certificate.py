"""What managers read about tax exemption certificates, none of which is ever posted in a channel."""

from datetime import date, datetime

from bot.messages.blocks import one_paragraph
from bot.rules.packs import local_date
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

NAME_LIMIT = 100
"""Maximum characters shown of an account's name."""
NUMBER_LIMIT = 60
"""Maximum characters shown of a certificate's number."""


def near_expiry(
    *,
    words: Words,
    now: datetime,
    account: str,
    country: str,
    number: str,
    valid_to: str,
    certificate: int | None = None,
) -> Message:
    """Return the notice that a certificate expires soon, or expired while Guichet was stopped.

    `valid_to` is an ISO date; the certificate's row number is not shown.
    """
    last_day = date.fromisoformat(valid_to)
    sentence = "certificate-ended" if local_date(now, timezone=words.timezone) > last_day else "certificate-notice"
    facts = {
        "account": shown(account, NAME_LIMIT),
        "country": shown(country),
        "number": shown(number, NUMBER_LIMIT),
    }
    return one_paragraph(words(sentence, date=words.calendar_day(last_day), **facts))
