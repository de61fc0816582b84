"""The choice of a prepared answer in a form, and how the answer is put into the text that somebody is writing."""

from collections.abc import Collection, Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, StaticSelectElement

from bot.forms.fields import OPTION_LIMIT, TYPED_LIMIT, asked, chosen_or_none
from bot.forms.values import field_of, renewed, values_of
from bot.policy_texts import OwnText
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words
from bot.texts.length import shorten, units

FIELD = "prepared_answer"
"""Name of the field, and action id of the choice."""
KEPT = ("type", "callback_id", "private_metadata", "title", "submit", "close")
"""The properties of an open form that are sent to Slack again, besides its blocks."""


class DoesNotFit(Refusal):
    """What was typed and the answer are together longer than the field allows."""

    text = "refusal-answer_does_not_fit"


def choice(answers: Sequence[OwnText], words: Words) -> list[InputBlock]:
    """Return the field in which an answer is chosen; an empty list if none is prepared."""
    if not answers:
        return []
    options = [Option(value=one.name, text=shorten(one.titles[words.locale], OPTION_LIMIT)) for one in answers]
    select = StaticSelectElement(options=options, placeholder=words("placeholder-prepared_answer"))
    return [asked(FIELD, select, words, hint=words("hint-prepared_answer"), optional=True, dispatch=True)]


def chosen_in(form: dict[str, Any]) -> str | None:
    """Return the name of the answer that was chosen in an open form; None if the choice was cleared."""
    return chosen_or_none(values_of(form), FIELD)


def with_answer(form: dict[str, Any], answer: str, *, text: str, prepared: Collection[str]) -> dict[str, Any]:
    """Return an open form with the answer in its text, its other fields as they are filled in, and no answer chosen.

    `text` is the name of the field. The answer goes below what somebody has typed there, or replaces one of the
    `prepared` answers that nobody has changed. Raises `DoesNotFit`.
    """
    values = values_of(form)
    # A long text continues in other fields: the answer goes to the end.
    last = [name for one in form["blocks"] if (name := _name(one)) == text or name.startswith(f"{text}_")][-1]
    typed = str(_held(values, last).get("value") or "").rstrip()
    filled = answer if typed.strip() in {"", *prepared} else f"{typed}\n\n{answer}"
    if (excess := units(filled) - TYPED_LIMIT) > 0:
        raise DoesNotFit(excess=str(excess))
    shown = {**values, FIELD: {}, last: {"": {"value": filled}}}
    blocks = [_showing(one, shown, new=form["hash"] if _name(one) in {FIELD, last} else "") for one in form["blocks"]]
    return {**{name: form[name] for name in KEPT}, "blocks": blocks}


def _name(block: dict[str, Any]) -> str:
    return field_of(str(block.get("block_id", "")))


def _held(values: dict[str, Any], field: str) -> dict[str, Any]:
    held: dict[str, Any] = next(iter(values.get(field, {}).values()), {})
    return held


def _showing(block: dict[str, Any], values: dict[str, Any], *, new: str) -> dict[str, Any]:
    """Return the field with these values as its initial ones.

    Under a `new` id Slack shows them instead of what was typed (see `renewed`); under the field's own id, they are for
    clients that forget what was typed when a form is redrawn.
    """
    if "element" not in block:
        return block
    held = _held(values, _name(block))
    element = {name: one for name, one in block["element"].items() if not name.startswith("initial_")}
    shown = {f"initial_{name.removeprefix('selected_')}": one for name, one in held.items() if name != "type" and one}
    return {
        **block,
        "block_id": renewed(block["block_id"], new) if new else block["block_id"],
        "element": element | shown,
    }
