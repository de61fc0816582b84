"""The forms of a claim: `/incident claim` asks for one number, and *Refuse* for the reason."""

import re
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.facts.claim import ClaimFacts
from bot.forms.fields import TYPED_LIMIT, Empty, TooLong, asked, prefilled, typed
from bot.forms.values import values_of
from bot.messages.blocks import paragraph
from bot.rules.carried import NotOurs, number_in
from bot.rules.packs import NUMBER_LIMIT, masked, normalised
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words


class NumberMissing(Refusal):
    """A pack was claimed without its number where no form can ask for it."""

    text = "refusal-claim_number"


CALLBACK = "claim_pack"
REFUSAL_CALLBACK = "decide_claim"
PLACE = re.compile(r"([A-Z][A-Z0-9]{2,20})? ?([0-9]{1,12}\.[0-9]{1,9})?")
"""The private metadata of the form: where it was opened."""
REASON_LIMIT = 500
"""Maximum characters of the reason why a claim is refused."""


def view(*, words: Words, confirmation: str = "", place: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """Return the form, filled in with the number that was typed after the command.

    `place` is the channel and the thread in which the form is opened, each "" if there is none.
    """
    element = PlainTextInputElement(
        placeholder=words("placeholder-confirmation"), initial_value=prefilled(confirmation, TYPED_LIMIT)
    )
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=" ".join(place).strip(),
        title=words("claim-title"),
        submit=words("claim-submit"),
        close=words("form-close"),
        blocks=[asked("confirmation", element, words, hint=words("hint-confirmation"))],
    ).to_dict()


def read(submitted: dict[str, Any]) -> str:
    """Return the number in capital letters and digits; raise `Empty` or `TooLong` at its field."""
    return read_confirmation(values_of(submitted))


def place_of(submitted: dict[str, Any]) -> tuple[str, str]:
    """Return the channel and the thread in which the form was opened; raise `NotOurs` for anything else."""
    carried = PLACE.fullmatch(submitted.get("private_metadata") or "")
    if carried is None:
        raise NotOurs
    return carried[1] or "", carried[2] or ""


def read_confirmation(values: dict[str, Any]) -> str:
    """Return the number that was typed at `confirmation`; raise what `_number` raises."""
    return _number(typed(values, "confirmation", limit=TYPED_LIMIT))


def read_mentioned(text: str) -> str:
    """Return the number in a mention, like `read`; raise `NumberMissing` if there is none."""
    if not text:
        raise NumberMissing
    return _number(text)


def _number(text: str) -> str:
    """Return a number in capital letters and digits; raise `Empty` or `TooLong` at `confirmation`.

    Spaces and hyphens do not count, so the field allows more characters than a number has.
    """
    number = normalised(text)
    if not number:
        raise Empty("confirmation")
    if (length := len(number)) > NUMBER_LIMIT:
        excess = str(length - NUMBER_LIMIT)
        raise TooLong("confirmation", length=str(length), limit=str(NUMBER_LIMIT), excess=excess)
    return number


def refusal(facts: ClaimFacts, *, words: Words) -> dict[str, Any]:
    """Return the form in which a manager gives the reason for refusing this claim."""
    about = words("claim-made", who=f"<@{facts.user_id}>", number=masked(facts.confirmation))
    element = PlainTextInputElement(multiline=True, max_length=REASON_LIMIT)
    return View(
        type="modal",
        callback_id=REFUSAL_CALLBACK,
        private_metadata=str(facts.id),
        title=words("refuse-title"),
        submit=words("button-refuse"),
        close=words("form-close"),
        blocks=[paragraph(about), asked("reason", element, words, hint=words("hint-refusal_reason"))],
    ).to_dict()


def read_refusal(submitted: dict[str, Any]) -> tuple[int, str]:
    """Return the number of the claim that is refused, and the reason; raise `Empty` or `TooLong` at the reason."""
    reason = typed(values_of(submitted), "reason", limit=REASON_LIMIT)
    return number_in(submitted["private_metadata"]), reason
