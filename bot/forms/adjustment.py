"""The form in which a manager corrects the balance of a pack."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement, StaticSelectElement

from bot.facts.account import AccountEntry
from bot.facts.pack import PackLeft
from bot.forms.administration import about, asking
from bot.forms.fields import NotChosen, asked, chosen, typed, whole_number
from bot.forms.pack import pack_option
from bot.forms.values import values_of
from bot.rules.carried import number_in
from bot.rules.options import SELECT_LIMIT
from bot.rules.packs import LARGEST_PACK, Adjustment
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words

REASON_LIMIT = 500
"""Maximum characters."""


class NoPacks(Refusal):
    """The account has no pack that can be corrected."""

    text = "refusal-no_packs"


class NoUnits(Refusal):
    """A correction by zero units changes nothing."""

    text = "refusal-no_units"


def view(account: AccountEntry, packs: Sequence[PackLeft], *, words: Words) -> dict[str, Any]:
    """Return the form for one of these packs, which have not expired; raise `NoPacks` if there are none."""
    if not packs:
        raise NoPacks("account")
    options = [pack_option(one, words) for one in packs[:SELECT_LIMIT]]
    reason = PlainTextInputElement(multiline=True, max_length=REASON_LIMIT)
    blocks = [
        about(account, words),
        asked("pack", StaticSelectElement(placeholder=words("placeholder-choose"), options=options), words),
        asked("units", PlainTextInputElement(), words, hint=words("hint-units")),
        asked("reason", reason, words, hint=words("hint-reason")),
    ]
    return asking("adjust_pack", blocks, title="act-adjust_pack", words=words)


def read(submitted: dict[str, Any]) -> Adjustment:
    """Return the correction; raise a `Refusal` at the first field that is wrong."""
    values = values_of(submitted)
    pack = chosen(values, "pack")
    if not pack.isdecimal():
        raise NotChosen("pack")
    units = whole_number(values, "units", lowest=-LARGEST_PACK, highest=LARGEST_PACK)
    if units == 0:
        raise NoUnits("units")
    return Adjustment(pack_id=number_in(pack), units=units, reason=typed(values, "reason", limit=REASON_LIMIT))
