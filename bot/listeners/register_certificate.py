"""A manager sends in the form of a tax exemption certificate."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import certificate as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.accounts.certificate import register_certificate
from bot.queries.accounts import account_entry
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
    """Keep or correct the certificate described in the form; its number is repeated nowhere."""
    check_manager(person)
    answers = form.read(view)
    is_corrected = False
    with transaction() as session:
        account = account_entry(session, account_id=answers.account_id)
        if is_new(session, key=delivery, now=now):
            is_corrected = register_certificate(
                session,
                account_id=answers.account_id,
                number=answers.number,
                country=answers.country,
                valid_from=answers.valid_from,
                valid_to=answers.valid_to,
                file_reference=answers.file_reference,
                actor=person.user_id,
                now=now,
            )
    done = "done-correct_certificate" if is_corrected else "done-register_certificate"
    facts = {"account": escape(account.name), "date": words.calendar_day(answers.valid_to)}
    ack(response_action="update", view=finished(words(done, **facts), words=words))
