"""The form in which a manager adds an account, or changes one."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, StaticSelectElement

from bot.facts.account import AccountEntry
from bot.forms.administration import asking
from bot.forms.fields import OPTION_LIMIT, SELECT_LIMIT, asked, chosen, line, one_of
from bot.forms.values import values_of
from bot.policy import Policy
from bot.texts.catalogue import LANGUAGES, Words

CALLBACK = "edit_account"
CODE_LIMIT = 60
NAME_LIMIT = 150
DEFAULT = "default"
"""Value of the default calendar, and of the workspace's language."""


@dataclass(frozen=True)
class Answers:
    """The account as the manager describes it."""

    account_id: int | None
    """None for a new one."""
    code: str
    name: str
    calendar: str | None
    locale: str | None


def view(account: AccountEntry | None, *, policy: Policy, words: Words) -> dict[str, Any]:
    """Return the form, filled in with the account if there is one already."""
    code, name = (account.code, account.name) if account else (None, None)
    blocks = [
        asked("code", PlainTextInputElement(max_length=CODE_LIMIT, initial_value=code), words, hint=words("hint-code")),
        asked("name", PlainTextInputElement(max_length=NAME_LIMIT, initial_value=name), words),
        asked("calendar", _calendar(account, policy), words, hint=words("hint-calendar")),
        asked("language", _language(account, words), words, hint=words("hint-language")),
    ]
    title = "act-edit_account" if account else "act-add_account"
    return asking(CALLBACK, blocks, title=title, carried=str(account.id) if account else "", words=words)


def read(submitted: dict[str, Any]) -> Answers:
    """Return the answers; raise a `Refusal` at the first field that is wrong."""
    values, carried = values_of(submitted), submitted.get("private_metadata")
    code = line(values, "code", limit=CODE_LIMIT)
    name = line(values, "name", limit=NAME_LIMIT)
    calendar = chosen(values, "calendar")
    language = one_of((DEFAULT, *LANGUAGES), chosen(values, "language"), "language")
    return Answers(
        account_id=int(carried) if carried else None,
        code=code,
        name=name,
        calendar=None if calendar == DEFAULT else calendar,
        locale=None if language == DEFAULT else language,
    )


def _calendar(account: AccountEntry | None, policy: Policy) -> StaticSelectElement:
    now = (account.calendar if account else None) or DEFAULT
    names = sorted(policy.calendar, key=lambda name: (name != DEFAULT, name))[:SELECT_LIMIT]
    options = [Option(value=name, text=f"{name} ({policy.calendar[name].timezone})"[:OPTION_LIMIT]) for name in names]
    return StaticSelectElement(options=options, initial_option=_initial(options, now))


def _language(account: AccountEntry | None, words: Words) -> StaticSelectElement:
    now = (account.locale if account else None) or DEFAULT
    options = [Option(value=one, text=words(f"language-{one}")) for one in (DEFAULT, *LANGUAGES)]
    return StaticSelectElement(options=options, initial_option=_initial(options, now))


def _initial(options: list[Option], value: str) -> Option | None:
    """Return the option with this value; None where the policy has lost the account's calendar."""
    return next((one for one in options if one.value == value), None)
