"""A manager sends in the form that grants a pack."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import grant as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.packs.grant import grant_pack
from bot.policy import Policy
from bot.rules.managers import check_manager
from bot.rules.packs import masked
from bot.rules.person import Person
from bot.texts.catalogue import Words


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
    """Grant the pack described in the form."""
    check_manager(person)
    answers = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            grant_pack(
                session,
                account_id=answers.account_id,
                confirmation=answers.confirmation,
                size=answers.size,
                bought_on=answers.bought_on,
                expires_on=answers.expires_on,
                actor=person.user_id,
                policy=policy,
                now=now,
            )
    done = words("done-grant_pack", pack=masked(answers.confirmation), size=answers.size)
    ack(response_action="update", view=finished(done, words=words))
