"""The form in which a manager says why a claim is refused."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.facts.claim import ClaimFacts
from bot.forms.fields import asked, typed
from bot.forms.values import values_of
from bot.messages.blocks import paragraph
from bot.rules.packs import masked
from bot.texts.catalogue import Words

CALLBACK = "decide_claim"
REASON_LIMIT = 500


def view(facts: ClaimFacts, *, words: Words) -> dict[str, Any]:
    """Return the form for the refusal of this claim."""
    about = words("claim-made", who=f"<@{facts.user_id}>", number=masked(facts.confirmation))
    element = PlainTextInputElement(multiline=True, max_length=REASON_LIMIT)
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=str(facts.id),
        title=words("refuse-title"),
        submit=words("button-refuse"),
        close=words("form-close"),
        blocks=[paragraph(about), asked("reason", element, words, hint=words("hint-refusal_reason"))],
    ).to_dict()


def read(submitted: dict[str, Any]) -> tuple[int, str]:
    """Return which claim is refused, and why; raise `Empty` or `TooLong` at the reason."""
    reason = typed(values_of(submitted), "reason", limit=REASON_LIMIT)
    return int(submitted["private_metadata"]), reason
