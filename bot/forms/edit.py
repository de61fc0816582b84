"""The form of *Edit*: what was filed, to be corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from slack_sdk.models.blocks import (
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.facts.event import EventFacts
from bot.facts.product import CatalogueEntry
from bot.forms.attachments import FIELD as FILES
from bot.forms.attachments import attachments_field, read_attachments
from bot.forms.extra_questions import PREFIX, answered_fields, read_answers
from bot.forms.fields import (
    TYPED_LIMIT,
    asked,
    chosen,
    line,
    one_of,
    option_text,
    prefilled,
    text_of,
    typed,
)
from bot.forms.filing import ContactsMissing
from bot.forms.filing_fields import CONTACTS_LIMIT, DESCRIPTION_LIMIT, TITLE_LIMIT
from bot.forms.paid_with import EXCEPTION_LIMIT, read_exception
from bot.forms.product_choice import ANY_PRODUCT, PRODUCT_OPTIONS, product_id_in, product_options
from bot.forms.values import renewed, values_of
from bot.messages.blocks import paragraph
from bot.messages.edit import edited_lines
from bot.policy import Policy
from bot.policy_form import ExtraQuestion
from bot.rules.attachments import ATTACHMENTS_LIMIT, AttachedFile
from bot.rules.edit import FIELDS, Details
from bot.rules.extra import ExtraAnswer
from bot.rules.options import SELECT_LIMIT
from bot.rules.refusal import Gathering
from bot.rules.subject import Subject, decode
from bot.texts.catalogue import Words
from models.vocabulary import Cover

CALLBACK = "edit_incident"


@dataclass(frozen=True)
class Drawn:
    """What the form shows."""

    number: int
    details: Details
    product: str | None
    """Name of the product; None for any product."""
    questions: Sequence[ExtraQuestion]
    """The provider's own questions for this product."""
    products: Sequence[CatalogueEntry]
    today: date
    """Today's date in the default calendar, for showing the lifecycle of products."""
    newest_edit: int
    """Number of the newest edit that is shown; 0 for none."""
    is_technician: bool
    """True for somebody who may make an exception from the contract."""
    exception: str = ""
    news: Sequence[EventFacts] = ()
    """What others have edited while the form was open."""
    typed: frozenset[str] = frozenset()
    """The fields that were filled in before the form was redrawn."""
    files: int = 0
    """How many files the incident has."""


@dataclass(frozen=True)
class Edit:
    """What was filled in."""

    details: Details
    exception: str
    """Why a technician accepts a product that is out of its lifecycle; "" if no reason was given."""
    seen: int
    """Number of the newest edit that the form showed; 0 for none."""
    typed: frozenset[str]
    """The fields that the person has filled in."""
    files: tuple[AttachedFile, ...] = ()
    """Files that are added."""

    def merged(self, present: Details) -> Details:
        """Return the present details with the fields that the person has filled in."""
        answers = {key: one for key, one in self.details.extra.items() if PREFIX + key in self.typed}
        fields = {name: getattr(self.details, name) for name in FIELDS if name in self.typed}
        return replace(present, extra={**present.extra, **answers}, **fields)


def view(drawn: Drawn, *, words: Words, policy: Policy) -> dict[str, Any]:
    """Return the form with an incident's details; one that is redrawn says what others have changed meanwhile."""
    subject = Subject(drawn.number, edit=drawn.newest_edit, edited=tuple(sorted(drawn.typed)))
    fields = _fields(drawn, words, policy)
    for field in fields if drawn.news else ():
        if field.block_id == FILES:
            continue  # Slack keeps attached files only in a field whose name stays the same.
        field.block_id = renewed(str(field.block_id), drawn.newest_edit)
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=subject.encode(),
        title=words("button-edit"),
        submit=words("admin-save"),
        close=words("form-close"),
        blocks=[paragraph(f"*{words.named(drawn.number)}*"), *map(paragraph, _news(drawn, words)), *fields],
    ).to_dict()


def read(submitted: dict[str, Any], *, is_technician: bool | None, questions: Sequence[ExtraQuestion]) -> Edit:
    """Return what was filled in; raise a `Refusal` at the field that is wrong."""
    wrong = Gathering()
    subject = decode(submitted["private_metadata"], name=CALLBACK)
    values = values_of(submitted)
    details = _details(
        values,
        title=line(values, "title", limit=TITLE_LIMIT),
        description=typed(values, "description", limit=DESCRIPTION_LIMIT),
        extra=read_answers(submitted, values, questions, wrong=wrong),
    )
    files = wrong.read((), read_attachments, values)
    wrong.check()
    if details.cover == "24x7" and not details.contacts:
        raise ContactsMissing("contacts")
    return Edit(
        details=details,
        exception=read_exception(values, is_technician=is_technician),
        seen=subject.edit or 0,
        typed=frozenset([*subject.edited, *_typed(_shown(submitted, questions).changes_to(details))]),
        files=files,
    )


def _typed(changes: dict[str, Any]) -> list[str]:
    """Return the names of the fields that were changed, with one name for each question."""
    answers = [PREFIX + key for key in changes.get("extra", ())]
    return [*(name for name in changes if name != "extra"), *answers]


def _details(
    values: dict[str, Any], *, title: str, description: str, extra: Mapping[str, ExtraAnswer | None]
) -> Details:
    """Return the details in the fields; raise a `Refusal` at the field that is wrong."""
    cover: Cover = one_of(get_args(Cover), chosen(values, "cover"), "cover")
    contacts = typed(values, "contacts", limit=CONTACTS_LIMIT, required=False)
    return Details(title, product_id_in(chosen(values, "product")), cover, contacts, description, extra)


def _shown(submitted: dict[str, Any], questions: Sequence[ExtraQuestion]) -> Details:
    """Return the details that the form showed before anything was filled in."""
    values = values_of({"state": {"values": {}}, "blocks": submitted["blocks"]})
    texts = {name: typed(values, name, limit=TYPED_LIMIT, required=False) for name in ("title", "description")}
    return _details(values, **texts, extra=read_answers(submitted, values, questions, wrong=Gathering()))


def _news(drawn: Drawn, words: Words) -> list[str]:
    """Return paragraphs that say what others have changed, and that what was typed is kept, if anything has changed."""
    told: list[str] = []
    for event in drawn.news:
        lines = edited_lines(event.before, event.after, words=words, for_technicians=drawn.is_technician)
        told.append("\n".join([words("edit-meanwhile", who=f"<@{event.actor}>"), *(f"• {one}" for one in lines)]))
    return [*told, words("edit-kept")] if told else []


def _fields(drawn: Drawn, words: Words, policy: Policy) -> list[InputBlock]:
    details = drawn.details
    contacts, description = _text(details.contacts, CONTACTS_LIMIT), _text(details.description, DESCRIPTION_LIMIT)
    return [
        asked("title", text_of(details.title, TITLE_LIMIT), words, hint=_limit("form-limit", TITLE_LIMIT, words)),
        asked("product", _product(drawn, words, policy), words),
        asked("cover", _cover(details.cover, words), words),
        asked("contacts", contacts, words, hint=_limit("hint-contacts", CONTACTS_LIMIT, words), optional=True),
        asked("description", description, words, hint=_limit("form-limit", DESCRIPTION_LIMIT, words)),
        *answered_fields(drawn.questions, details.extra, words),
        *(_exception(drawn, words) if drawn.is_technician else []),
        *([attachments_field(words, limit=left)] if (left := ATTACHMENTS_LIMIT - drawn.files) > 0 else []),
    ]


def _limit(hint: str, limit: int, words: Words) -> str:
    return words(hint, limit=str(limit))


def _exception(drawn: Drawn, words: Words) -> list[InputBlock]:
    reason = text_of(drawn.exception, EXCEPTION_LIMIT)
    return [asked("exception", reason, words, optional=True, hint=words("hint-exception"))]


def _product(drawn: Drawn, words: Words, policy: Policy) -> InputInteractiveElement:
    """Return the select with the present product chosen; *any product* is offered only if it is the present one."""
    options = product_options(drawn.products, words=words, soon=policy.products.warn_before, today=drawn.today)
    number = drawn.details.product_id
    present = Option(value=ANY_PRODUCT, text=words("product-any"))
    if number is not None:
        present = Option(value=str(number), text=option_text(drawn.product or "?"))
    if len(drawn.products) > SELECT_LIMIT:
        return ExternalDataSelectElement(action_id=PRODUCT_OPTIONS, min_query_length=1, initial_option=present)
    listed = next((one for one in options if one.value == present.value), None)
    offered = options if listed else [present, *options][:SELECT_LIMIT]
    return StaticSelectElement(options=offered, initial_option=listed or present)


def _cover(present: Cover, words: Words) -> RadioButtonsElement:
    options = {cover: Option(value=cover, text=words(f"cover-{cover}")) for cover in get_args(Cover)}
    return RadioButtonsElement(options=list(options.values()), initial_option=options[present])


def _text(text: str, limit: int) -> PlainTextInputElement:
    return PlainTextInputElement(multiline=True, max_length=limit, initial_value=prefilled(text, limit))
