"""The form of `/incident`: what it asks, and which answers it accepts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, ClassVar, get_args

from slack_sdk.models.blocks import PlainTextObject

from bot.facts.payers import Payers
from bot.facts.product import CatalogueEntry
from bot.forms.attachments import FIELD as ATTACHMENTS
from bot.forms.attachments import files_not_taken, read_attachments
from bot.forms.begun import begun
from bot.forms.extra_questions import question_fields, read_questions, stand_in_questions
from bot.forms.fields import (
    TYPED_LIMIT,
    asked,
    chosen,
    chosen_or_none,
    is_not_loaded,
    line,
    one_of,
    typed,
)
from bot.forms.filing_fields import (
    CONTACTS_LIMIT,
    DESCRIPTION_LIMIT,
    TITLE_LIMIT,
    drawn,
    fixed_fields,
    is_cut,
)
from bot.forms.notices import about_deadlines, about_hours, about_product, about_request, notice
from bot.forms.paid_with import (
    account_blocks,
    exception_blocks,
    payment_blocks,
    read_exception,
    read_payment,
)
from bot.forms.product_choice import PRODUCT_OPTIONS, product_field, product_id_in
from bot.forms.severity_choice import severities
from bot.forms.values import values_of
from bot.policy import Policy
from bot.rules.attachments import AttachedFile
from bot.rules.carried import NotOurs, number_in
from bot.rules.deadlines import deadlines_by_severity
from bot.rules.filing import COVERED, OWN_PAYMENT, Filing, Payment, SentForm
from bot.rules.options import SELECT_LIMIT
from bot.rules.refusal import Gathering, Refusal
from bot.texts.catalogue import Words
from models.vocabulary import Cover, Request, SeverityLetter

CALLBACK = "open_incident"
TEXTS = ("title", "contacts", "description", "exception")
CHOICES = ("request", "product", "severity", "cover", "paid_with")
"""The fields into which something is typed, and those in which something is chosen, besides the account."""
REDRAWN_BY = ("request", "product", PRODUCT_OPTIONS, "cover")
"""Action ids of the choices after which the form is redrawn, besides that of the account."""


class ContactsMissing(Refusal):
    """24x7 cover was chosen, but nobody is named. Source: contract, the customer must have people available."""

    text = "refusal-contacts_missing"


class NotCovered(Refusal):
    """The contract excludes this kind of request; the sentence names the clause."""

    text: ClassVar[str] = "refusal-feature_request"

    def __init__(self, exclusion: str) -> None:
        self.text = f"refusal-{exclusion}"  # type: ignore[misc] # each clause has its own sentence
        super().__init__("request")


@dataclass(frozen=True)
class FilingContents:
    """What the form offers to whoever opens it."""

    products: Sequence[CatalogueEntry]
    payers: Payers
    now: datetime
    """When the form is drawn: the promises shown are those for an incident filed now."""
    channel: str
    """The channel where the form was opened; "" for none."""
    managers: str
    """The people to ask about accounts, as mrkdwn."""
    begun: Mapping[str, str] = field(default_factory=dict)
    """What its fields are filled in with: texts, and values of options, by field name."""
    product: CatalogueEntry | None = None
    """The product that is chosen already."""
    offer_id: int | None = None
    """The offer that the form was opened from."""
    follows: int | None = None
    """The closed incident in whose thread the form is opened."""
    takes_files: bool = True
    """True if Slack lets us ask for files: an app that was installed with an earlier version lacks the scope."""
    asks_more: bool = False
    """True if the form was sent without a question that must be answered."""

    @property
    def calendar(self) -> str | None:
        """Return the calendar of whoever pays; None for the default one."""
        return self.payers.account.calendar if self.payers.account else None


@dataclass(frozen=True)
class Origin:
    """What a form carries in its private metadata."""

    channel: str
    account_id: int | None
    """The account that pays unless another is chosen."""
    offer_id: int | None = None
    """The offer that the form was opened from."""
    follows: int | None = None
    """The closed incident in whose thread the form was opened."""
    drawn: str = ""
    """A digest of what was drawn, to tell whether it must be redrawn."""


def origin_of(form: dict[str, Any]) -> Origin:
    """Return where the form was opened and for which account it was drawn; raise `NotOurs` for another form."""
    try:
        carried = json.loads(form["private_metadata"])
        numbers = (carried["account_id"], carried.get("offer"), carried.get("follows"))
        account_id, offer_id, follows = (one and number_in(str(one)) for one in numbers)
        return Origin(str(carried["channel"]), account_id, offer_id, follows, str(carried.get("drawn") or ""))
    except (ValueError, LookupError, TypeError):
        raise NotOurs from None


def sent_in(form: dict[str, Any]) -> SentForm:
    """Return which form was sent, and where it was opened."""
    origin = origin_of(form)
    return SentForm(form["id"], origin.channel, origin.offer_id, origin.follows)


def standing_in(form: dict[str, Any]) -> Mapping[str, str]:
    """Return the contents of the fields of a form that is still open; see `FilingContents.begun`."""
    values = values_of(form)
    texts = {name: typed(values, name, limit=TYPED_LIMIT, required=False) for name in TEXTS}
    choices = {name: "" if is_not_loaded(values, name) else chosen_or_none(values, name) or "" for name in CHOICES}
    return {**texts, **choices, **stand_in_questions(form, values)}


def attached_to(form: dict[str, Any]) -> Sequence[AttachedFile]:
    """Return the files that were attached to a form that was sent; raise what `read_attachments` raises."""
    return read_attachments(values_of(form))


def account_in(form: dict[str, Any], drawn_for: int | None) -> int | None:
    """Return the account chosen in a form; the one that it was drawn for if it does not ask, or could not offer any."""
    values = values_of(form)
    if is_not_loaded(values, "account"):
        return drawn_for
    option = chosen_or_none(values, "account")
    return number_in(option) if option else None if "account" in values else drawn_for


def view(*, words: Words, policy: Policy, offer: FilingContents) -> dict[str, Any]:
    """Return the form as a Slack view."""
    blocks, payers = _blocks(words, policy, offer), offer.payers
    digest = blake2b(json.dumps(blocks).encode(), digest_size=8).hexdigest()
    carried = {
        "channel": offer.channel,
        "account_id": payers.account_id,
        "offer": offer.offer_id,
        "follows": offer.follows,
        "drawn": digest,
    }
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(carried),
        "title": PlainTextObject(text=words("form-title")).to_dict(),
        "submit": PlainTextObject(text=words("form-submit")).to_dict(),
        "close": PlainTextObject(text=words("form-close")).to_dict(),
        "blocks": [begun(one, {"request": COVERED, **offer.begun}) for one in blocks],
    }


def _blocks(words: Words, policy: Policy, offer: FilingContents) -> list[dict[str, Any]]:
    """Return the fields and the notices beside them, as Slack blocks."""
    payers, begun_with = offer.payers, offer.begun
    terms = policy.terms(severity="A", cover="business", filed_at=offer.now, calendar=offer.calendar)
    deadlines = deadlines_by_severity(terms, offer.now)
    promised = severities(policy.promises(), words, deadlines=deadlines)
    product = product_field(
        tuple(offer.products),
        words.locale,
        today=policy.today(offer.calendar, offer.now),
        soon=policy.products.warn_before,
        present=offer.product if len(offer.products) > SELECT_LIMIT else None,
    )
    fixed = fixed_fields(words.locale, tuple(policy.exclusions))
    return [
        *drawn(*account_blocks(payers, words)),
        fixed["request"],
        *drawn(
            *about_request(
                begun_with.get("request", ""),
                words,
                exclusions=policy.exclusions,
                is_technician=payers.is_technician,
            )
        ),
        fixed["title"],
        product,
        *drawn(*about_product(offer.product, words, terms=terms, now=offer.now, is_technician=payers.is_technician)),
        *drawn(asked("severity", promised, words, hint=words("hint-severity")), *about_deadlines(deadlines, words)),
        fixed["cover"],
        *drawn(*about_hours(begun_with.get("cover", ""), words, terms=terms, now=offer.now)),
        fixed["contacts"],
        fixed["description_cut" if is_cut(begun_with.get("description", "")) else "description"],
        *drawn(
            *([notice("new_questions", words("notice-new_questions"))] if offer.asks_more else []),
            *question_fields(policy.form.asked_for(offer.product.code if offer.product else ""), words),
            *payment_blocks(payers, words, help_by=offer.managers, present=begun_with.get("paid_with", "")),
            *exception_blocks(payers, words),
        ),
        fixed[ATTACHMENTS] if offer.takes_files else files_not_taken(words).to_dict(),
    ]


def read(
    submitted: dict[str, Any], *, policy: Policy, is_technician: bool | None = False, wrong: Gathering | None = None
) -> Filing:
    """Return what a submitted form asks for.

    All fields that are wrong are refused at once. With `wrong`, the refusals are gathered there instead, and the filing
    that is returned has placeholders for those fields: it serves to find what else is wrong. `is_technician` is None
    while Slack does not say: a choice for technicians alone then raises `TechniciansUnknown`.
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
        attachments=found.read((), read_attachments, values),
        extra=read_questions(submitted, values, policy.form.extra, wrong=found),
    )
    if wrong is None:
        found.check()
    return filing


def _request_in(values: dict[str, Any], *, policy: Policy, is_excepted: bool) -> Request:
    """Return the kind of request; raise `NotChosen`, or `NotCovered` for one that is excluded without an exception."""
    request: Request = _one_in(values, "request", (COVERED, *policy.exclusions))
    if request != COVERED and not is_excepted:
        raise NotCovered(request)
    return request


def _product_in(values: dict[str, Any]) -> int | None:
    return product_id_in(chosen(values, "product"))


def _one_in(values: dict[str, Any], field: str, choices: tuple[Any, ...]) -> Any:
    """Return which of these options was chosen; raise `NotChosen` if none was."""
    return one_of(choices, chosen(values, field), field)


def _contacts_in(values: dict[str, Any]) -> str:
    """Return who can be reached; raise `TooLong`, or `ContactsMissing` if 24x7 cover needs somebody."""
    contacts = typed(values, "contacts", limit=CONTACTS_LIMIT, required=False)
    if not contacts and chosen_or_none(values, "cover") == "24x7":
        raise ContactsMissing("contacts")
    return contacts


def _payment_in(submitted: dict[str, Any], values: dict[str, Any], *, is_technician: bool | None) -> Payment:
    return read_payment(values, default_account=origin_of(submitted).account_id, is_technician=is_technician)
