"""The form in which a manager adds an account, or changes one."""

from typing import Any

from slack_sdk.models.blocks import Option, StaticSelectElement

from bot.facts.account import AccountEntry
from bot.forms.administration import asking
from bot.forms.fields import asked, chosen, line, one_of, option_text, text_of
from bot.forms.values import values_of
from bot.policy import Policy
from bot.rules.accounts import CODE_LIMIT, DEFAULT_CALENDAR, NAME_LIMIT, AccountDetails
from bot.rules.carried import number_in
from bot.rules.options import SELECT_LIMIT
from bot.texts.catalogue import LANGUAGES, Words

WORKSPACE_LANGUAGE = "default"
"""Value of the option for the workspace's language."""


def view(account: AccountEntry | None, *, policy: Policy, words: Words) -> dict[str, Any]:
    """Return the form, filled in with the account if there is one already."""
    code, name = (account.code, account.name) if account else (None, None)
    blocks = [
        asked(
            "code",
            text_of(code, CODE_LIMIT),
            words,
            hint=words("hint-code"),
        ),
        asked("name", text_of(name, NAME_LIMIT), words),
        asked("calendar", _calendar(account, policy), words, hint=words("hint-calendar")),
        asked("language", _language(account, words), words, hint=words("hint-language")),
    ]
    act = "edit_account" if account else "add_account"
    return asking(act, blocks, title=f"act-{act}", carried=str(account.id) if account else "", words=words)


def read(submitted: dict[str, Any]) -> AccountDetails:
    """Return the account; raise a `Refusal` at the first field that is wrong."""
    values, carried = values_of(submitted), submitted.get("private_metadata")
    code = line(values, "code", limit=CODE_LIMIT)
    name = line(values, "name", limit=NAME_LIMIT)
    calendar = chosen(values, "calendar")
    language = one_of((WORKSPACE_LANGUAGE, *LANGUAGES), chosen(values, "language"), "language")
    return AccountDetails(
        account_id=number_in(carried) if carried else None,
        code=code,
        name=name,
        calendar=None if calendar == DEFAULT_CALENDAR else calendar,
        locale=None if language == WORKSPACE_LANGUAGE else language,
    )


def _calendar(account: AccountEntry | None, policy: Policy) -> StaticSelectElement:
    now = (account.calendar if account else None) or DEFAULT_CALENDAR
    names = sorted(policy.calendar, key=lambda name: (name != DEFAULT_CALENDAR, name))[:SELECT_LIMIT]
    options = [Option(value=name, text=option_text(f"{name} ({policy.calendar[name].timezone})")) for name in names]
    return StaticSelectElement(options=options, initial_option=_initial(options, now))


def _language(account: AccountEntry | None, words: Words) -> StaticSelectElement:
    now = (account.locale if account else None) or WORKSPACE_LANGUAGE
    options = [Option(value=one, text=_named(one, words)) for one in (WORKSPACE_LANGUAGE, *LANGUAGES)]
    return StaticSelectElement(options=options, initial_option=_initial(options, now))


def _named(language: str, words: Words) -> str:
    return words("language-default") if language == WORKSPACE_LANGUAGE else words.language(language)


def _initial(options: list[Option], value: str) -> Option | None:
    """Return the option with this value; None if the account's calendar is no longer in the policy."""
    return next((one for one in options if one.value == value), None)
