"""The form in which a manager grants an account a pack."""

from datetime import date
from typing import Any

from slack_sdk.models.blocks import DatePickerElement, PlainTextInputElement

from bot.facts.account import AccountEntry
from bot.forms.administration import about, asking
from bot.forms.claim import read_confirmation
from bot.forms.fields import asked, day, day_or_none, whole_number
from bot.forms.values import values_of
from bot.rules.carried import number_in
from bot.rules.packs import LARGEST_PACK, Grant
from bot.texts.catalogue import Words

USUAL_SIZE = "5"
"""Units of the usual pack. Source: contract, packs of five."""


def view(account: AccountEntry, *, today: date, words: Words) -> dict[str, Any]:
    """Return the form for a pack of this account."""
    blocks = [
        about(account, words),
        asked("confirmation", PlainTextInputElement(), words),
        asked("size", PlainTextInputElement(initial_value=USUAL_SIZE), words),
        asked("bought_on", DatePickerElement(initial_date=today.isoformat()), words),
        asked("expires_on", DatePickerElement(), words, hint=words("hint-expires_on"), optional=True),
    ]
    return asking("grant_pack", blocks, title="act-grant_pack", carried=str(account.id), words=words)


def read(submitted: dict[str, Any]) -> Grant:
    """Return the pack to grant; raise a `Refusal` at the first field that is wrong."""
    values = values_of(submitted)
    return Grant(
        account_id=number_in(submitted["private_metadata"]),
        confirmation=read_confirmation(values),
        size=whole_number(values, "size", lowest=1, highest=LARGEST_PACK),
        bought_on=day(values, "bought_on"),
        expires_on=day_or_none(values, "expires_on"),
    )
