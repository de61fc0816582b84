"""A manager sends in the form that says who belongs to an account."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import members as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.accounts.members import add_member, remove_member
from bot.queries.accounts import account_entry
from bot.rules.managers import check_manager
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.slack_text import escape


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Add or remove whom the form names."""
    check_manager(person)
    answers = form.read(view)
    whom: dict[str, Any] = {
        "account_id": answers.account_id,
        "kind": answers.kind,
        "value": answers.value,
        "field": answers.field,
    }
    with transaction() as session:
        account = account_entry(session, account_id=answers.account_id)
        if is_new(session, key=delivery, now=now):
            if answers.change == "remove":
                remove_member(session, **whom, actor=person.user_id, now=now)
            else:
                is_buyer = answers.change == "add_buyer"
                add_member(
                    session,
                    **whom,
                    is_buyer=is_buyer,
                    actor=person.user_id,
                    triage_channel=workspace.triage_channel,
                    now=now,
                )
    done = words(
        f"done-{answers.change}", account=escape(account.name), member=form.written(answers.kind, answers.value)
    )
    ack(response_action="update", view=finished(done, words=words))
