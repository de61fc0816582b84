"""What managers can do: one row for each act, from what must be chosen first to the sentence that confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.forms import account, adjustment, certificate, grant, members, product
from bot.listeners.gesture import Gesture
from bot.operations.accounts.account import edit_account
from bot.operations.accounts.certificate import register_certificate
from bot.operations.accounts.members import edit_members
from bot.operations.accounts.product import edit_product
from bot.operations.context import Context
from bot.operations.packs.adjustment import adjust_pack
from bot.operations.packs.grant import grant_pack
from bot.queries.accounts import account_entry, members_of
from bot.queries.packs import pack_facts, valid_packs
from bot.queries.products import product_facts
from bot.rules.accounts import AccountDetails
from bot.rules.administration import Act, Subject
from bot.rules.certificates import CertificateDetails
from bot.rules.membership import MemberChange
from bot.rules.options import SELECT_LIMIT
from bot.rules.packs import Adjustment, Grant, masked
from bot.rules.products import ProductDetails
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown

View = dict[str, Any]
Given = TypeVar("Given")
Given_contra = TypeVar("Given_contra", contravariant=True)
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)
Result_contra = TypeVar("Result_contra", contravariant=True)


class Operation(Protocol[Given_contra, Result_co]):
    """Performs the act that a form asks for."""

    def __call__(self, session: Session, given: Given_contra, /, *, context: Context) -> Result_co:
        """Return the result, if there is one."""
        ...


class Confirmation(Protocol[Given_contra, Result_contra]):
    """Words the result of an act."""

    def __call__(self, session: Session, given: Given_contra, result: Result_contra | None, /, *, words: Words) -> str:
        """Return a sentence (mrkdwn); the result is None if the same form came earlier."""
        ...


@dataclass(frozen=True)
class Administration:
    """One act of a manager."""

    subject: Subject | None
    """What must be chosen before the form is shown; None if nothing must be."""
    view: Callable[[Gesture, int], View]
    """Returns the form for the account or product with this number, which is 0 if nothing was chosen."""
    read: Callable[[View], Any]
    """Returns what was filled in; raises a `Refusal` at the first field that is wrong."""
    operation: Operation[Any, Any]
    """Performs the act, given what `read` returned."""
    confirmation: Confirmation[Any, Any]
    """Returns the sentence that is shown afterwards.

    It is made in the same transaction, before the commit: confirming an act must not need another turn at the database.
    """


def _act(
    subject: Subject | None,
    *,
    view: Callable[[Gesture, int], View],
    read: Callable[[View], Given],
    operation: Operation[Given, Result],
    confirmation: Confirmation[Given, Result],
) -> Administration:
    """Return a row; mypy checks that its operation and confirmation accept what its form yields."""
    return Administration(subject, view, read, operation, confirmation)


def _account(gesture: Gesture, number: int) -> AccountEntry:
    with gesture.reading() as session:
        return account_entry(session, account_id=number)


def _grant(gesture: Gesture, number: int) -> View:
    # Today in the default calendar, as the account's own may be gone from the policy.
    today = gesture.policy.today(None, gesture.now)
    return grant.view(_account(gesture, number), today=today, words=gesture.words)


def _adjustment(gesture: Gesture, number: int) -> View:
    with gesture.reading() as session:
        valid = valid_packs(session, account_id=number, now=gesture.now, limit=SELECT_LIMIT)
    return adjustment.view(_account(gesture, number), valid, words=gesture.words)


def _members(gesture: Gesture, number: int) -> View:
    with gesture.reading() as session:
        belonging = members_of(session, account_id=number)
    return members.view(_account(gesture, number), belonging, words=gesture.words)


def _new_account(gesture: Gesture, _number: int) -> View:
    return account.view(None, policy=gesture.policy, words=gesture.words)


def _known_account(gesture: Gesture, number: int) -> View:
    return account.view(_account(gesture, number), policy=gesture.policy, words=gesture.words)


def _certificate(gesture: Gesture, number: int) -> View:
    return certificate.view(_account(gesture, number), words=gesture.words)


def _new_product(gesture: Gesture, _number: int) -> View:
    return product.view(None, words=gesture.words)


def _known_product(gesture: Gesture, number: int) -> View:
    with gesture.reading() as session:
        known = product_facts(session, product_id=number)
    return product.view(known, words=gesture.words)


def _granted(_session: Session, given: Grant, _pack: object, /, *, words: Words) -> str:
    return words("done-grant_pack", pack=masked(given.confirmation), size=given.size)


def _adjusted(session: Session, given: Adjustment, _result: None, /, *, words: Words) -> str:
    pack = pack_facts(session, pack_id=given.pack_id)
    return words("done-adjust_pack", pack=masked(pack.confirmation), left=pack.balance.left)


def _members_edited(session: Session, given: MemberChange, _result: None, /, *, words: Words) -> str:
    name = shown(account_entry(session, account_id=given.account_id).name)
    member = members.written(given.kind, given.value)
    return words(f"done-{given.change}", account=name, member=member)


def _account_edited(_session: Session, given: AccountDetails, _account: object, /, *, words: Words) -> str:
    return words("done-edit_account", account=shown(given.name))


def _registered(session: Session, given: CertificateDetails, is_corrected: bool | None, /, *, words: Words) -> str:
    done = "done-correct_certificate" if is_corrected else "done-register_certificate"
    name = shown(account_entry(session, account_id=given.account_id).name)
    return words(done, account=name, date=words.calendar_day(given.valid_to))


def _product_edited(_session: Session, given: ProductDetails, _product: object, /, *, words: Words) -> str:
    return words("done-edit_product", product=shown(given.name))


ACTS: dict[Act, Administration] = {
    "grant_pack": _act("account", view=_grant, read=grant.read, operation=grant_pack, confirmation=_granted),
    "adjust_pack": _act(
        "account", view=_adjustment, read=adjustment.read, operation=adjust_pack, confirmation=_adjusted
    ),
    "edit_members": _act(
        "account", view=_members, read=members.read, operation=edit_members, confirmation=_members_edited
    ),
    "add_account": _act(
        None, view=_new_account, read=account.read, operation=edit_account, confirmation=_account_edited
    ),
    "edit_account": _act(
        "account", view=_known_account, read=account.read, operation=edit_account, confirmation=_account_edited
    ),
    "register_certificate": _act(
        "account", view=_certificate, read=certificate.read, operation=register_certificate, confirmation=_registered
    ),
    "add_product": _act(
        None, view=_new_product, read=product.read, operation=edit_product, confirmation=_product_edited
    ),
    "edit_product": _act(
        "product", view=_known_product, read=product.read, operation=edit_product, confirmation=_product_edited
    ),
}
