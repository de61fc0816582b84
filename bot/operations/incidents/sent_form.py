"""A filing form was sent: it is filed, however it was opened, or kept while its sender is asked something."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.after_closing import follow_up
from bot.operations.incidents.filing import check_filing, file_incident
from bot.operations.incidents.joining import join_incident, reopen_for
from bot.operations.incidents.offer import file_form_of_offer, note_joined
from bot.operations.kept_forms import forget_form, is_filed, keep_form
from bot.rules.contribution import Contribution
from bot.rules.filing import Filing, Payment, SentForm
from bot.rules.person import AccountsUnknown
from bot.rules.refusal import Gathering, Refusal


class WhichAccount(Refusal):
    """Somebody who belongs to several accounts has not chosen one."""

    text = "refusal-which_account"


def keep_to_ask(
    session: Session, view: Mapping[str, Any], *, filing: Filing, wrong: Gathering, context: Context
) -> bool:
    """Keep the form if it could be filed now, and return True; return False if it has been filed already.

    Raises what `file_form` raises, so that refusals appear at the fields while the form is open.
    """
    if is_filed(session, view["id"]):
        return False
    wrong.read(None, _check_account, filing.payment, context)
    check_filing(session, filing, context=context, wrong=wrong)
    keep_form(session, view, context=context)
    return True


def file_form(session: Session, sent: SentForm, *, filing: Filing, wrong: Gathering, context: Context) -> None:
    """File what the form says, and delete its kept copy.

    If the form was opened from an offer, the offer is used; if it was opened below a closed incident, the new incident
    follows that one. Raises the refusals in `wrong`, which holds what is wrong with the form itself, `WhichAccount`,
    what `check_filing` raises, and for an offer what `lock_offer` raises.
    """
    wrong.read(None, _check_account, filing.payment, context)
    if sent.offer_id is not None:
        offer_id, form_id = sent.offer_id, sent.form_id
        file_form_of_offer(session, offer_id, filing=filing, form_id=form_id, context=context, wrong=wrong)
    else:
        number = file_incident(
            session, filing=filing, form_id=sent.form_id, opened_in=sent.channel, context=context, wrong=wrong
        )
        if sent.follows is not None:
            follow_up(session, number, follows=sent.follows, context=context)
    forget_form(session, sent.form_id)


def join_with_form(
    session: Session,
    form_id: str,
    *,
    incident_id: int,
    is_reopened: bool,
    contribution: Contribution,
    offer_id: int | None,
    context: Context,
) -> None:
    """Add what the form says to an existing incident, reopening it if `is_reopened`; file nothing.

    If the form was opened from an offer, the offer is marked as used. Raises what `join_incident` and `reopen_for`
    raise.
    """
    operation = reopen_for if is_reopened else join_incident
    operation(session, incident_id=incident_id, form_id=form_id, contribution=contribution, context=context)
    if offer_id is not None:
        note_joined(session, offer_id, incident_id, context=context)


def _check_account(payment: Payment, context: Context) -> None:
    """Raise `WhichAccount` if a customer of several accounts has chosen none; `AccountsUnknown` if that is unknown."""
    if payment.account_id is not None or context.person.is_technician:
        return
    if not context.accounts_complete:
        raise AccountsUnknown
    if len(context.accounts) > 1:
        raise WhichAccount("account")
