"""A manager sends in the form of a product."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import product as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.accounts.product import edit_product
from bot.rules.managers import check_manager
from bot.rules.person import Person
from bot.texts.catalogue import Words
from bot.texts.slack_text import escape


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Add or change the product described in the form."""
    check_manager(person)
    answers = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            edit_product(
                session,
                product_id=answers.product_id,
                code=answers.code,
                name=answers.name,
                mainstream_end=answers.mainstream_end,
                extended_end=answers.extended_end,
                actor=person.user_id,
                now=now,
            )
    done = words("done-edit_product", product=escape(answers.name))
    ack(response_action="update", view=finished(done, words=words))
