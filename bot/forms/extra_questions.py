"""The provider's own questions in the form for filing. Answers are read as the form asked for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)

from bot.forms.fields import NotChosen, chosen_or_none, option_text, prefilled, typed
from bot.forms.values import field_of
from bot.policy_form import OPTIONS_LIMIT, ExtraQuestion
from bot.rules.extra import EXTRA_LIMITS, ExtraAnswer, comparable, for_reader
from bot.rules.refusal import Gathering
from bot.texts.catalogue import Words

PREFIX = "extra_"
"""Prefix of the names of these fields."""


def question_fields(questions: Sequence[ExtraQuestion], words: Words) -> list[InputBlock]:
    """Return a field for each question."""
    return [_field(one, words) for one in questions]


def answered_fields(
    questions: Sequence[ExtraQuestion], answers: Mapping[str, ExtraAnswer | None], words: Words
) -> list[InputBlock]:
    """Return a field for each question, filled in with its answer; one that was not answered at filing is optional."""
    fields = [_field(one, words) for one in questions]
    for question, block in zip(questions, fields, strict=True):
        answer = answers.get(question.key)
        block.optional = block.optional or answer is None
        if answer is not None:
            _fill(block.element, answer, words)
    return fields


def _fill(element: Any, answer: ExtraAnswer, words: Words) -> None:
    """Fill in a field with its answer; an answer that is no longer among the options is added to them."""
    if not isinstance(element, StaticSelectElement):
        element.initial_value = prefilled(for_reader(answer.answers, words.locale), element.max_length)
        return
    options = [one for one in element.options or [] if isinstance(one, Option)]
    chosen = next((one for one in options if one.value == comparable(answer)), None)
    if chosen is None:
        chosen = Option(value=comparable(answer), text=option_text(for_reader(answer.answers, words.locale)))
        element.options = [chosen, *options][:OPTIONS_LIMIT]
    element.initial_option = chosen


def stand_in_questions(form: Mapping[str, Any], values: dict[str, Any]) -> dict[str, str]:
    """Return the contents of these fields in a form that is still open, by name: a text, or the value of an option."""
    return {field: _given(block, values) for field, block in _asked(form).items()}


def read_questions(
    form: Mapping[str, Any], values: dict[str, Any], questions: Sequence[ExtraQuestion], *, wrong: Gathering
) -> tuple[ExtraAnswer, ...]:
    """Return the answers to the questions that the form asked, without those that were not answered.

    Raises what `read_answers` raises.
    """
    found = read_answers(form, values, questions, wrong=wrong).values()
    return tuple(one for one in found if one is not None)


def read_answers(
    form: Mapping[str, Any], values: dict[str, Any], questions: Sequence[ExtraQuestion], *, wrong: Gathering
) -> dict[str, ExtraAnswer | None]:
    """Return the answer to each question that the form asked, by its key; None if it was not answered.

    A question that is no longer in the policy counts as it was asked. `Empty`, `TooLong` and `NotChosen` are gathered
    in `wrong`.
    """
    known = {one.key: one for one in questions}
    asked = {field.removeprefix(PREFIX): block for field, block in _asked(form).items()}
    return {key: wrong.read(None, _answer, block, values, known.get(key)) for key, block in asked.items()}


def lacks_required(form: Mapping[str, Any], questions: Sequence[ExtraQuestion]) -> bool:
    """Return True if one of these questions must be answered and the form has not asked it."""
    asked = _asked(form)
    return any(one.required and PREFIX + one.key not in asked for one in questions)


def _asked(form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the blocks of these fields, by name."""
    blocks = {field_of(str(one.get("block_id"))): one for one in form.get("blocks") or ()}
    return {name: one for name, one in blocks.items() if name.startswith(PREFIX) and "element" in one}


def _field(question: ExtraQuestion, words: Words) -> InputBlock:
    name = PREFIX + question.key
    element = _element(question, words)
    element.action_id = name
    label = for_reader(question.labels, words.locale)
    return InputBlock(block_id=name, label=label, element=element, optional=not question.required)


def _element(question: ExtraQuestion, words: Words) -> InputInteractiveElement:
    if question.kind == "select":
        options = [_option(one, words) for one in question.options]
        return StaticSelectElement(placeholder=words("placeholder-choose"), options=options)
    is_long = question.kind == "long text"
    return PlainTextInputElement(max_length=EXTRA_LIMITS[question.kind], multiline=is_long)


def _option(texts: Mapping[str, str], words: Words) -> Option:
    text = PlainTextObject(text=option_text(for_reader(texts, words.locale)))
    return Option(value=for_reader(texts, "en"), text=text)


def _is_select(block: Mapping[str, Any]) -> bool:
    return str(block["element"].get("type")) == "static_select"


def _given(block: Mapping[str, Any], values: dict[str, Any]) -> str:
    name, limit = field_of(str(block["block_id"])), EXTRA_LIMITS["long text"]
    return chosen_or_none(values, name) or "" if _is_select(block) else typed(values, name, limit=limit, required=False)


def _answer(block: Mapping[str, Any], values: dict[str, Any], question: ExtraQuestion | None) -> ExtraAnswer | None:
    """Return the answer to one question; None if an optional question was not answered."""
    name, is_required = field_of(str(block["block_id"])), not block.get("optional")
    labels = dict(question.labels) if question else {"": str(block["label"]["text"])}
    if not _is_select(block):
        kind = "long text" if block["element"].get("multiline") else "text"
        text = typed(values, name, limit=EXTRA_LIMITS[kind], required=is_required)
        return ExtraAnswer(key=name.removeprefix(PREFIX), labels=labels, answers={"": text}) if text else None
    value = chosen_or_none(values, name)
    if value is None:
        if is_required:
            raise NotChosen(name)
        return None
    texts = question.chosen(value) if question else None
    return ExtraAnswer(key=name.removeprefix(PREFIX), labels=labels, answers=dict(texts or {"": value}))
