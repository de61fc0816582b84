"""The form of `/incident`: what is asked, and what counts as an answer."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, get_args

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

from bot.policy import Policy
from bot.queries.products import CatalogueEntry
from bot.rules.refusal import Refusal
from bot.rules.terms import Cover, SeverityLetter
from bot.texts.catalogue import Words

CALLBACK = "open_incident"
PRODUCT_OPTIONS = "product_options"
"""Action id under which Slack asks for products where they are too many for a plain select."""

TITLE_LIMIT = 150
DESCRIPTION_LIMIT = 3000
CONTACTS_LIMIT = 1000
SELECT_LIMIT = 100
"""docs.slack.dev/reference/block-kit/block-elements/select-menu-element: options of a static select."""
OPTION_LIMIT = 75
"""Same page: characters of an option's text."""

UNSEEN = {"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"}
"""Categories of characters that show nothing by themselves (Unicode Standard, section 4.5)."""
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""What Unicode counts among letters and symbols, and shows nothing: Hangul fillers and the empty Braille pattern."""

COVERED = "incident"
"""The one kind of request that is an incident; the others are the contract's exclusions."""

ANY_PRODUCT = "any"
"""Value of the one option where there is no catalogue yet."""


class Empty(Refusal):
    """A field that must be filled in is empty or shows nothing."""

    text = "refusal-empty"


class NotChosen(Refusal):
    """A choice that must be made was not made, or is not among the choices."""

    text = "refusal-not_chosen"


class UnknownProduct(Refusal):
    """The chosen product is not in the catalogue, or has left it while the form was open."""

    text = "refusal-unknown_product"


class TooLong(Refusal):
    """A text is longer than its field takes."""

    text = "refusal-too_long"


class ContactsMissing(Refusal):
    """24x7 cover was chosen and nobody is named. Source: contract, the customer must have people available."""

    text = "refusal-contacts_missing"


class NotCovered(Refusal):
    """The contract excludes this kind of request; the sentence names the clause."""

    text: ClassVar[str] = "refusal-feature_request"

    def __init__(self, exclusion: str) -> None:
        self.text = f"refusal-{exclusion}"  # type: ignore[misc] # each clause has its own sentence
        super().__init__("request")


@dataclass(frozen=True)
class Answers:
    """What the customer asks for, checked as far as the form alone can tell."""

    title: str
    product_id: int | None
    severity: SeverityLetter
    cover: Cover
    contacts: str
    description: str


def view(
    *,
    words: Words,
    policy: Policy,
    products: Sequence[CatalogueEntry],
    channel: str,
    description: str = "",
) -> dict[str, Any]:
    """Return the form as Slack takes it; `channel` is where it was opened, carried along unseen."""
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=channel,
        title=words("form-title"),
        submit=words("form-submit"),
        close=words("form-close"),
        blocks=[
            _asked("request", _request(words, policy), words),
            _asked("title", _line(words), words, hint=words("form-limit", limit=str(TITLE_LIMIT))),
            _asked("product", _product(words, products), words),
            _asked("severity", _severity(words, policy), words, hint=words("hint-severity")),
            _asked("cover", _cover(words), words),
            _asked("contacts", _contacts(words), words, hint=_contacts_hint(words), optional=True),
            _asked("description", _text(words, description), words, hint=words("form-limit", limit="3000")),
        ],
    ).to_dict()


def read(submitted: dict[str, Any], *, policy: Policy) -> Answers:
    """Return the answers in a submitted view; raise a `Refusal` at the first field that is wrong."""
    values = submitted["state"]["values"]
    request = _one_of((COVERED, *policy.exclusions), _chosen(values, "request"), "request")
    if request != COVERED:
        raise NotCovered(request)
    title = " ".join(_typed(values, "title", limit=TITLE_LIMIT).split())
    product_id = _product_id(_chosen(values, "product"))
    severity = _one_of(get_args(SeverityLetter), _chosen(values, "severity"), "severity")
    cover = _one_of(get_args(Cover), _chosen(values, "cover"), "cover")
    contacts = _typed(values, "contacts", limit=CONTACTS_LIMIT, required=False)
    if cover == "24x7" and not contacts:
        raise ContactsMissing("contacts")
    description = _typed(values, "description", limit=DESCRIPTION_LIMIT)
    return Answers(
        title=title,
        product_id=product_id,
        severity=severity,
        cover=cover,
        contacts=contacts,
        description=description,
    )


def product_options(products: Sequence[CatalogueEntry]) -> list[Option]:
    """Return the options for these products, at most as many as Slack takes."""
    return [Option(value=str(one.id), text=one.name[:OPTION_LIMIT]) for one in products[:SELECT_LIMIT]]


def _asked(
    field: str,
    element: InputInteractiveElement,
    words: Words,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    element.action_id = element.action_id or field
    return InputBlock(block_id=field, label=words(f"field-{field}"), element=element, hint=hint, optional=optional)


def _request(words: Words, policy: Policy) -> StaticSelectElement:
    kinds = [COVERED, *policy.exclusions]
    return StaticSelectElement(
        placeholder=words("placeholder-request"),
        options=[Option(value=kind, text=words(f"request-{kind}")) for kind in kinds],
    )


def _line(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-title"), max_length=TITLE_LIMIT)


def _product(words: Words, products: Sequence[CatalogueEntry]) -> InputInteractiveElement:
    if len(products) > SELECT_LIMIT:
        return ExternalDataSelectElement(
            action_id=PRODUCT_OPTIONS, placeholder=words("placeholder-product"), min_query_length=1
        )
    options = product_options(products) or [Option(value=ANY_PRODUCT, text=words("product-any"))]
    return StaticSelectElement(placeholder=words("placeholder-product"), options=options)


def _severity(words: Words, policy: Policy) -> RadioButtonsElement:
    return RadioButtonsElement(
        options=[
            Option(
                value=letter,
                text=words(
                    "severity-option",
                    severity=words(f"severity-{letter}"),
                    target=words.on_clock(promise.target, promise.clock),
                )[:OPTION_LIMIT],
            )
            for letter, promise in sorted(policy.severity.items())
        ]
    )


def _cover(words: Words) -> RadioButtonsElement:
    return RadioButtonsElement(options=[Option(value=cover, text=words(f"cover-{cover}")) for cover in get_args(Cover)])


def _contacts(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-contacts"), max_length=CONTACTS_LIMIT, multiline=True)


def _contacts_hint(words: Words) -> str:
    return words("hint-contacts", limit=str(CONTACTS_LIMIT))


def _text(words: Words, typed: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        placeholder=words("placeholder-description"),
        max_length=DESCRIPTION_LIMIT,
        multiline=True,
        initial_value=typed[:DESCRIPTION_LIMIT] or None,
    )


def _typed(values: dict[str, Any], field: str, *, limit: int, required: bool = True) -> str:
    typed = _element(values, field).get("value") or ""
    text = str(typed).strip() if any(map(_is_seen, str(typed))) else ""
    if required and not text:
        raise Empty(field)
    if len(text) > limit:
        raise TooLong(field, length=str(len(text)), limit=str(limit), excess=str(len(text) - limit))
    return text


def _is_seen(character: str) -> bool:
    """Can this be seen by itself? Not spaces, controls, formats, marks that need a letter, nor blank letters."""
    return character not in BLANKS and unicodedata.category(character) not in UNSEEN


def _chosen(values: dict[str, Any], field: str) -> str:
    option = _element(values, field).get("selected_option")
    if not option:
        raise NotChosen(field)
    return str(option["value"])


def _product_id(chosen: str) -> int | None:
    if chosen == ANY_PRODUCT:
        return None
    if not chosen.isdecimal():
        raise UnknownProduct("product")
    return int(chosen)


def _one_of(choices: tuple[Any, ...], chosen: str, field: str) -> Any:
    if chosen not in choices:
        raise NotChosen(field)
    return chosen


def _element(values: dict[str, Any], field: str) -> dict[str, Any]:
    return next(iter(values[field].values()))
