"""Somebody wants to file an incident: the form is opened, and what it brings back is stored."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.forms import filing as form
from bot.forms.attachments import asks_for_files
from bot.forms.extra_questions import lacks_required
from bot.forms.fields import SELECT_LIMIT
from bot.forms.paid_with import Payers, account_options
from bot.forms.product_choice import product_options
from bot.listeners import same_problem
from bot.listeners.attachments import look_up_withheld, open_asking_for_files
from bot.listeners.gesture import Gesture
from bot.listeners.payers import channel_of, payers_at, payers_of
from bot.messages.blocks import mentions
from bot.operations.incidents.after_closing import follow_up
from bot.operations.incidents.filing import ForeignAccount, check_filing, file_incident
from bot.operations.incidents.offer import file_form_of_offer
from bot.operations.kept_forms import forget_form, is_filed, keep_form
from bot.queries.accounts import account_entry, all_accounts
from bot.queries.products import catalogue, chosen_product
from bot.rules.filing import Filing, Payment
from bot.rules.markup import unformatted
from bot.rules.offers import TITLE_LIMIT
from bot.rules.person import AccountsUnknown
from bot.rules.plain_text import one_line, storable
from bot.rules.refusal import Gathering, Refusal
from bot.rules.whole_message import files_of, text_of
from bot.texts.length import shorten
from bot.texts.slack_text import as_typed, with_files
from models import Offer


class WhichAccount(Refusal):
    """Somebody of several accounts has not chosen the one it is for."""

    text = "refusal-which_account"


def open_form(gesture: Gesture) -> None:
    """Open the form for a command or a shortcut; a message it was opened from fills in the description.

    Raises `NoAccount` or `NoPack` where the policy wants a pack and there is none: better before anything is typed.
    """
    is_from_message = gesture.body.get("type") == "message_action"
    message = gesture.body["message"] if is_from_message else {}
    typed = as_typed(text_of(message), gesture.people.name_of)
    _open(gesture, description=with_files(typed, files_of(message)))


def open_form_with(gesture: Gesture, text: str) -> None:
    """Open the form with these words as title, and whole as description where they are more than a title takes.

    Raises what `open_form` raises.
    """
    typed = storable(as_typed(text, gesture.people.name_of)).strip()
    title = shorten(one_line(unformatted(typed)), TITLE_LIMIT)
    _open(gesture, title=title, description="" if title == typed else typed)


def open_form_of_offer(gesture: Gesture, offer: Offer) -> None:
    """Open the form with what a message says, for its author; raise what `open_form` raises."""
    _open(gesture, offer_id=offer.id, title=offer.title, description=offer.description, severity=offer.severity or "")


def open_follow_up(gesture: Gesture, follows: int, *, title: str, description: str, severity: str) -> None:
    """Open the form with what was written in the thread of a closed incident; raise what `open_form` raises."""
    _open(gesture, follows=follows, title=title, description=description, severity=severity)


def _open(gesture: Gesture, *, offer_id: int | None = None, follows: int | None = None, **begun: str) -> None:
    """Open the form; without files where Slack refuses to ask for them, as the app lacks the scope."""
    offer = replace(_offer_here(gesture), begun=begun, offer_id=offer_id, follows=follows)
    open_asking_for_files(gesture, lambda takes_files: _view(gesture, replace(offer, takes_files=takes_files)))


def _offer_here(gesture: Gesture) -> form.Offer:
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    channel = channel_of(gesture.body)
    with gesture.reading() as session:
        return _offer(session, gesture, payers_at(session, gesture, channel), channel=channel)


def redraw_form(gesture: Gesture) -> None:
    """Draw the form again for the account, product, cover or kind of request that was chosen; what was typed stays."""
    view = _view(gesture, _offer_as_chosen(gesture))
    gesture.redraw(view, is_shown=form.origin_of(view) == form.origin_of(gesture.view))


def _offer_as_chosen(gesture: Gesture) -> form.Offer:
    """Return what the form offers with what stands in it now; raise what `_chosen_account` raises."""
    origin, standing = form.origin_of(gesture.view), dict(form.standing_in(gesture.view))
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    with gesture.reading() as session:
        account = _chosen_account(session, gesture, origin.account_id)
        if (account.id if account else None) != origin.account_id:
            standing["paid_with"] = ""  # Another account's packs are another question.
        payers = payers_of(session, gesture, account=account)
        offer = _offer(session, gesture, payers, channel=origin.channel)
        product = chosen_product(session, standing["product"], offer.products)
    takes_files = asks_for_files(gesture.view)
    offer = replace(offer, begun=standing, product=product, takes_files=takes_files)
    return replace(offer, offer_id=origin.offer_id, follows=origin.follows)


def _chosen_account(session: Session, gesture: Gesture, drawn_for: int | None) -> AccountEntry | None:
    """Return the account that stands in the form, or for which it was drawn where there is none to choose.

    Raises `ForeignAccount` for one that this person may not file for; `AccountsUnknown` where that is not known.
    """
    number = form.account_in(gesture.view, drawn_for)
    if number is None:
        return None
    theirs = gesture.found_accounts
    account = next((one for one in theirs.known if one.id == number), None)
    if account is None and not gesture.person.answers:
        raise ForeignAccount("account") if theirs.is_complete else AccountsUnknown("account")
    return account or account_entry(session, account_id=number)


def offer_products(gesture: Gesture) -> None:
    """Offer the products whose name contains what was typed so far."""
    policy = gesture.policy
    with gesture.reading() as session:
        products = catalogue(session, limit=SELECT_LIMIT, typed=gesture.typed)
    today, soon = policy.today(None, gesture.now), policy.products.warn_before
    gesture.offer(product_options(products, words=gesture.words, soon=soon, today=today))


def offer_accounts(gesture: Gesture) -> None:
    """Offer a technician the accounts whose name contains what was typed so far; a customer their own."""
    if gesture.person.is_technician:
        with gesture.reading() as session:
            found = all_accounts(session, limit=SELECT_LIMIT, typed=gesture.typed)
    else:
        found = gesture.found_accounts.known
    gesture.offer(account_options(found))


def submit(gesture: Gesture) -> None:
    """File the incident described in the form, then close the form; all that is wrong is refused at once.

    Where there seems to be an incident of it already, who sent the form is asked first.
    """
    if (asked := _with_new_questions(gesture)) is not None:
        gesture.show_next(asked)
        return
    filing, wrong = _read(gesture)
    similar = _in_progress(gesture, filing)
    if similar and _keep(gesture, filing, wrong):
        gesture.show_above(same_problem.question(gesture, gesture.view["id"], similar))
        return
    _file(gesture, filing, wrong)
    gesture.ack()


def _in_progress(gesture: Gesture, filing: Filing) -> Sequence[int]:
    """Return the incidents that seem to be the same problem, but for the one that this is known to go on from."""
    account_id, customer = filing.payment.account_id, gesture.person.user_id
    found = same_problem.in_progress(
        gesture, title=filing.title, description=filing.description, account_id=account_id, customer=customer
    )
    follows = form.origin_of(gesture.view).follows
    return [one for one in found if one != follows]


def file_kept(gesture: Gesture, view: dict[str, Any]) -> None:
    """File a form that was kept while its sender was asked something; raise what filing raises."""
    sent = replace(gesture, body={**gesture.body, "view": view})
    _file(sent, *_read(sent), is_kept=True)


def _read(gesture: Gesture) -> tuple[Filing, Gathering]:
    """Return what the form asks for, and what is wrong with it."""
    wrong = Gathering()
    filing = form.read(gesture.view, policy=gesture.policy, is_technician=gesture.person.is_technician, wrong=wrong)
    wrong.read(None, _check_account, gesture, filing.payment)
    return replace(filing, attachments=look_up_withheld(gesture, filing.attachments)), wrong


def _keep(gesture: Gesture, filing: Filing, wrong: Gathering) -> bool:
    """Keep the form if it could be filed now, and return True; False if it was filed already.

    Raises what filing raises, so that it is read at the fields of the form.
    """
    context = gesture.member_context
    with gesture.transaction() as session:
        if is_filed(session, gesture.view["id"]):
            return False
        check_filing(session, filing, context=context, wrong=wrong)
        keep_form(session, gesture.view, context=context)
    return True


def _file(gesture: Gesture, filing: Filing, wrong: Gathering, *, is_kept: bool = False) -> None:
    """Store the incident; raise what `file_incident` and `file_form_of_offer` raise, with what is wrong already."""
    view = gesture.view
    filing = replace(filing, similar=same_problem.ever(gesture, filing.title, filing.description))
    origin, context = form.origin_of(view), gesture.member_context
    with gesture.transaction() as session:
        if origin.offer_id is None:
            channel, form_id = origin.channel, view["id"]
            number = file_incident(
                session,
                filing=filing,
                form_id=form_id,
                opened_in=channel,
                context=context,
                wrong=wrong,
            )
            if origin.follows is not None:
                follow_up(session, number, follows=origin.follows, context=context)
        else:
            file_form_of_offer(
                session,
                origin.offer_id,
                filing=filing,
                form_id=view["id"],
                context=context,
                wrong=wrong,
            )
        if is_kept:
            forget_form(session, view["id"])


def _with_new_questions(gesture: Gesture) -> dict[str, Any] | None:
    """Return the form once more if a question that must be answered was not in it; None if none was missing.

    The policy may have changed while it was open, or it was sent before it was drawn for the product.
    """
    if not any(one.required for one in gesture.policy.form.extra):
        return None
    offer = _offer_as_chosen(gesture)
    asked = gesture.policy.form.asked_for(offer.product.code if offer.product else "")
    return _view(gesture, replace(offer, asks_more=True)) if lacks_required(gesture.view, asked) else None


def _check_account(gesture: Gesture, payment: Payment) -> None:
    """Raise `WhichAccount` where a customer of several accounts has chosen none."""
    if payment.account_id is None and not gesture.person.is_technician and len(gesture.accounts) > 1:
        raise WhichAccount("account")


def _view(gesture: Gesture, offer: form.Offer) -> dict[str, Any]:
    return form.view(words=gesture.words, policy=gesture.policy, offer=offer)


def _offer(session: Session, gesture: Gesture, payers: Payers, *, channel: str) -> form.Offer:
    return form.Offer(
        products=catalogue(session, limit=SELECT_LIMIT + 1),
        payers=payers,
        now=gesture.now,
        channel=channel,
        managers=mentions(gesture.workspace.managers) or gesture.words("a-manager"),
    )
