"""A manager sends in the form that corrects a balance."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import adjustment as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.packs.adjustment import adjust_pack
from bot.queries.packs import pack_facts
from bot.rules.managers import check_manager
from bot.rules.packs import masked
from bot.rules.person import Person
from bot.texts.catalogue import Words


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Correct the balance as the form says, and tell what is left."""
    check_manager(person)
    answers = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            adjust_pack(
                session,
                pack_id=answers.pack_id,
                units=answers.units,
                reason=answers.reason,
                actor=person.user_id,
                now=now,
            )
        pack = pack_facts(session, pack_id=answers.pack_id)
    done = words("done-adjust_pack", pack=masked(pack.confirmation), left=pack.balance.left)
    ack(response_action="update", view=finished(done, words=words))
