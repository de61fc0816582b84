"""The form of `/incident`: what is asked, and what counts as an answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, get_args

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.facts.product import CatalogueEntry
from bot.forms.begun import begun
from bot.forms.fields import (
    TYPED_LIMIT,
    asked,
    chosen,
    chosen_or_none,
    line,
    one_of,
    prefilled,
    typed,
)
from bot.forms.paid_with import (
    Payers,
    account_blocks,
    exception_blocks,
    payment_blocks,
    read_exception,
    read_payment,
)
from bot.forms.product_choice import product_id_in, product_select
from bot.forms.severity_choice import severities
from bot.forms.values import values_of
from bot.policy import Policy
from bot.rules.carried import NotOurs, number_in
from bot.rules.filing import COVERED, OWN_PAYMENT, Filing, Payment
from bot.rules.refusal import Gathering, Refusal
from bot.rules.terms import Promise
from bot.texts.catalogue import Words
from bot.texts.length import units
from models.vocabulary import Cover, Request, SeverityLetter

CALLBACK = "open_incident"
TITLE_LIMIT, DESCRIPTION_LIMIT, CONTACTS_LIMIT = 150, 3000, 1000
"""Maximum characters."""


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
class Offer:
    """What the form offers to whoever opens it."""

    products: Sequence[CatalogueEntry]
    payers: Payers
    today: date
    """The date at the workspace, by which the lifecycle of products is shown."""
    channel: str
    """Where it was opened; "" for nowhere."""
    managers: str
    """Who to ask about accounts, as mrkdwn."""
    title: str = ""
    """What the title begins with."""
    description: str = ""
    """What the description begins with."""
    severity: str = ""
    """The severity that is chosen already; "" for none."""
    offer_id: int | None = None
    """The offer that the form was opened from."""


@dataclass(frozen=True)
class Origin:
    """What a form carries along unseen."""

    channel: str
    account_id: int | None
    """Who pays unless another account is chosen."""
    offer_id: int | None = None
    """The offer that it was opened from."""


def origin_of(form: dict[str, Any]) -> Origin:
    """Return where the form was opened, and for which account it was drawn."""
    try:
        carried = json.loads(form["private_metadata"])
        numbers = (carried["account_id"], carried.get("offer"))
        return Origin(str(carried["channel"]), *(one and number_in(str(one)) for one in numbers))
    except (ValueError, LookupError, TypeError):
        raise NotOurs from None


def begun_with(form: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the title and the description of a form that is still open, and where it comes from."""
    values = values_of(form)
    texts = {name: typed(values, name, limit=TYPED_LIMIT, required=False) for name in ("title", "description")}
    return {**texts, "offer_id": origin_of(form).offer_id}


def view(*, words: Words, policy: Policy, offer: Offer) -> dict[str, Any]:
    """Return the form as Slack takes it."""
    payers = offer.payers
    account_id = payers.account.id if payers.account else None
    carried = {"channel": offer.channel, "account_id": account_id, "offer": offer.offer_id}
    accounts = account_blocks(payers, words)
    form = View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=json.dumps(carried),
        title=words("form-title"),
        submit=words("form-submit"),
        close=words("form-close"),
        blocks=[
            *accounts,
            asked("product", product_select(offer.products, words=words, policy=policy, today=offer.today), words),
            _description(words, offer.description),
            *payment_blocks(payers, words, help_by=offer.managers),
            *exception_blocks(payers, words),
        ],
    ).to_dict()
    fixed = _fixed(words.locale, tuple(policy.exclusions), tuple(sorted(policy.promises().items())))
    at, blocks = len(accounts), form["blocks"]
    form["blocks"] = [*blocks[:at], *fixed.before_product, blocks[at], *fixed.after_product, *blocks[at + 1 :]]
    form["blocks"] = [begun(one, title=offer.title, severity=offer.severity) for one in form["blocks"]]
    return form


@dataclass(frozen=True)
class Fixed:
    """The fields that are the same for everybody of a language, as Slack takes them."""

    before_product: list[dict[str, Any]]
    after_product: list[dict[str, Any]]


@lru_cache(maxsize=32)
def _fixed(locale: str, exclusions: tuple[str, ...], promises: tuple[tuple[SeverityLetter, Promise], ...]) -> Fixed:
    """Return the fields that are the same for everybody of this language; they show no time, so any zone will do."""
    words = Words(locale, "UTC")
    return Fixed(
        before_product=_drawn(
            asked("request", _request(words, exclusions), words),
            asked("title", _line(words), words, hint=words("form-limit", limit=str(TITLE_LIMIT))),
        ),
        after_product=_drawn(
            asked("severity", severities(dict(promises), words), words, hint=words("hint-severity")),
            asked("cover", _cover(words), words),
            asked("contacts", _contacts(words), words, hint=_contacts_hint(words), optional=True),
        ),
    )


def _drawn(*blocks: Block) -> list[dict[str, Any]]:
    """Return blocks as Slack takes them."""
    return [one.to_dict() for one in blocks]


def read(
    submitted: dict[str, Any], *, policy: Policy, is_technician: bool | None = False, wrong: Gathering | None = None
) -> Filing:
    """Return what a submitted form asks for.

    All fields that are wrong are refused at once; with `wrong` they are gathered there, and the filing, which has
    something else in their place, serves to find what else is wrong. `is_technician` is None while Slack has not told:
    what only technicians may choose raises `TechniciansUnknown` then.
    """
    values, found = values_of(submitted), wrong or Gathering()
    exception = found.read("", read_exception, values, is_technician=is_technician)
    request = found.read(COVERED, _request_in, values, policy=policy, is_excepted=bool(exception))
    filing = Filing(
        title=found.read("", line, values, "title", limit=TITLE_LIMIT),
        product_id=found.read(None, _product_in, values),
        severity=found.read("A", _one_in, values, "severity", get_args(SeverityLetter)),
        cover=found.read("business", _one_in, values, "cover", get_args(Cover)),
        contacts=found.read("", _contacts_in, values),
        description=found.read("", typed, values, "description", limit=DESCRIPTION_LIMIT),
        payment=found.read(OWN_PAYMENT, _payment_in, submitted, values, is_technician=is_technician),
        request=request,
        exception=exception,
    )
    if wrong is None:
        found.check()
    return filing


def _request_in(values: dict[str, Any], *, policy: Policy, is_excepted: bool) -> Request:
    """Return what is asked for; raise `NotChosen`, or `NotCovered` where no exception is made."""
    request: Request = _one_in(values, "request", (COVERED, *policy.exclusions))
    if request != COVERED and not is_excepted:
        raise NotCovered(request)
    return request


def _product_in(values: dict[str, Any]) -> int | None:
    return product_id_in(chosen(values, "product"))


def _one_in(values: dict[str, Any], field: str, choices: tuple[Any, ...]) -> Any:
    """Return what was chosen among these; raise `NotChosen`."""
    return one_of(choices, chosen(values, field), field)


def _contacts_in(values: dict[str, Any]) -> str:
    """Return who is reachable; raise `TooLong`, or `ContactsMissing` where 24x7 cover needs somebody."""
    contacts = typed(values, "contacts", limit=CONTACTS_LIMIT, required=False)
    if not contacts and chosen_or_none(values, "cover") == "24x7":
        raise ContactsMissing("contacts")
    return contacts


def _payment_in(submitted: dict[str, Any], values: dict[str, Any], *, is_technician: bool | None) -> Payment:
    return read_payment(values, default_account=origin_of(submitted).account_id, is_technician=is_technician)


def _request(words: Words, exclusions: Sequence[str]) -> StaticSelectElement:
    kinds = [COVERED, *exclusions]
    return StaticSelectElement(
        placeholder=words("placeholder-request"),
        options=[Option(value=kind, text=words(f"request-{kind}")) for kind in kinds],
    )


def _line(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-title"), max_length=TITLE_LIMIT)


def _cover(words: Words) -> RadioButtonsElement:
    return RadioButtonsElement(options=[Option(value=cover, text=words(f"cover-{cover}")) for cover in get_args(Cover)])


def _contacts(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-contacts"), max_length=CONTACTS_LIMIT, multiline=True)


def _contacts_hint(words: Words) -> str:
    return words("hint-contacts", limit=str(CONTACTS_LIMIT))


def _description(words: Words, given: str) -> InputBlock:
    """Return the field with what is given so far; of a message that is too long it says what to do with the rest."""
    text = PlainTextInputElement(
        placeholder=words("placeholder-description"),
        max_length=DESCRIPTION_LIMIT,
        multiline=True,
        initial_value=prefilled(given, DESCRIPTION_LIMIT),
    )
    hint = "form-limit" if units(given) < DESCRIPTION_LIMIT else "hint-description_cut"
    return asked("description", text, words, hint=words(hint, limit=str(DESCRIPTION_LIMIT)))
