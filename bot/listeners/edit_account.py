"""A manager sends in the form of an account."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import account as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.accounts.account import edit_account
from bot.policy import Policy
from bot.rules.managers import check_manager
from bot.rules.person import Person
from bot.texts.catalogue import Words
from bot.texts.slack_text import escape


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    policy: Policy,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Add or change the account described in the form."""
    check_manager(person)
    answers = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            edit_account(
                session,
                account_id=answers.account_id,
                code=answers.code,
                name=answers.name,
                calendar=answers.calendar,
                locale=answers.locale,
                actor=person.user_id,
                policy=policy,
                now=now,
            )
    done = words("done-edit_account", account=escape(answers.name))
    ack(response_action="update", view=finished(done, words=words))
