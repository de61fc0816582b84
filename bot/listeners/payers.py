"""Who may pay for what somebody files where they are?"""

from typing import Any

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.forms.fields import SELECT_LIMIT
from bot.forms.paid_with import Payers
from bot.listeners.gesture import Gesture
from bot.operations.incidents.filing import NoAccount, NoPack
from bot.queries.accounts import account_at, all_accounts
from bot.queries.packs import packs_of
from bot.rules.workspace import Workspace
from bot.texts.slack_text import shown


def payers_here(gesture: Gesture) -> Payers:
    """Return who may pay for what this person files in the channel; raise what `payers_at` raises."""
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    with gesture.reading() as session:
        return payers_at(session, gesture, channel_of(gesture.body))


def payers_at(session: Session, gesture: Gesture, channel: str) -> Payers:
    """Return who may pay for what this person files in this channel.

    Raises `NoAccount` or `NoPack` where the policy wants a pack and there is none, and what `_first` raises.
    """
    payers = payers_of(session, gesture, account=_first(session, gesture, channel))
    _refuse_without_pack(payers, gesture.workspace)
    return payers


def payers_of(session: Session, gesture: Gesture, *, account: AccountEntry | None) -> Payers:
    """Return who may pay, with the packs of this account."""
    is_technician = bool(gesture.person.is_technician)
    packs = packs_of(session, account_ids=[account.id]) if account else []
    return Payers(
        accounts=all_accounts(session, limit=SELECT_LIMIT + 1) if is_technician else gesture.found_accounts.known,
        account=account,
        packs=[one for one in packs if one.is_usable(gesture.now)],
        is_technician=is_technician,
        per_incident=not gesture.policy.packs.required,
    )


def channel_of(body: dict[str, Any]) -> str:
    """Return the channel a command or message shortcut came from; "" for a global shortcut, which has none."""
    if "event" in body:
        event = body["event"]
        return str(event.get("channel") or event["item"]["channel"])
    return str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")


def _first(session: Session, gesture: Gesture, channel: str) -> AccountEntry | None:
    """Return the account that pays unless another is chosen: the one the channel is tied to, or the only one.

    Raises `AccountsUnknown` where a customer may have accounts that are not known just now: nobody is to find out
    later that an incident was paid by itself. A technician chooses among all.
    """
    here, known = account_at(session, channel=channel), gesture.found_accounts.known
    if of_channel := next((one for one in known if one.id == here), None):
        return of_channel
    theirs = known if gesture.person.is_technician else gesture.accounts
    return theirs[0] if len(theirs) == 1 else None


def _refuse_without_pack(payers: Payers, workspace: Workspace) -> None:
    """Raise `NoAccount` or `NoPack` where nothing can be filed, before everything is typed."""
    if payers.per_incident or payers.is_technician:
        return
    if not payers.accounts:
        raise NoAccount(managers=workspace.managers)
    if payers.account is not None and not payers.packs and len(payers.accounts) == 1:
        raise NoPack(account=shown(payers.account.name), managers=workspace.managers)
