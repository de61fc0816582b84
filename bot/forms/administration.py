"""The first forms of `/incident admin`: which act, and for which account or product?"""

from collections.abc import Sequence
from typing import Any, get_args

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputInteractiveElement,
    Option,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.facts.account import AccountEntry
from bot.facts.product import CatalogueEntry
from bot.forms.fields import NotChosen, asked, chosen, one_of, option_text
from bot.forms.values import values_of
from bot.messages.blocks import paragraph
from bot.rules.administration import Act, Subject
from bot.rules.carried import number_in
from bot.rules.options import SELECT_LIMIT
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown

CALLBACK = "administer"
SUBJECT_CALLBACKS: dict[Subject, str] = {"account": "administer_account", "product": "administer_product"}
ACCOUNT_OPTIONS = "administered_accounts"
PRODUCT_OPTIONS = "administered_products"
"""Action ids with which Slack asks for accounts and products if there are too many for a plain select."""
NAME_SHOWN = 200
"""Maximum characters of an account's name above a form."""


class NoAccounts(Refusal):
    """There is no account to do this to."""

    text = "refusal-no_accounts"


class NoProducts(Refusal):
    """There is no product to change."""

    text = "refusal-no_products"


def menu(words: Words) -> dict[str, Any]:
    """Return the form that asks which act to perform."""
    options = [Option(value=act, text=words(f"act-{act}")) for act in get_args(Act)]
    element = StaticSelectElement(placeholder=words("placeholder-choose"), options=options)
    return asking(CALLBACK, [asked("act", element, words)], title="admin-title", words=words, submit="admin-next")


def read_act(submitted: dict[str, Any]) -> Act:
    """Return the act that was chosen; raise `NotChosen` at its field."""
    act: Act = one_of(get_args(Act), chosen(values_of(submitted), "act"), "act")
    return act


def which_account(act: Act, accounts: Sequence[AccountEntry], words: Words) -> dict[str, Any]:
    """Return the form that asks for an account; raise `NoAccounts` if there is none to choose."""
    if not accounts:
        raise NoAccounts("act")
    return _which(
        "account", act, _select(account_options(accounts), len(accounts), ACCOUNT_OPTIONS, words=words), words=words
    )


def which_product(act: Act, products: Sequence[CatalogueEntry], words: Words) -> dict[str, Any]:
    """Return the form that asks for a product; raise `NoProducts` if there is none to choose."""
    if not products:
        raise NoProducts("act")
    return _which(
        "product", act, _select(product_options(products), len(products), PRODUCT_OPTIONS, words=words), words=words
    )


def _which(subject: Subject, act: Act, element: InputInteractiveElement, *, words: Words) -> dict[str, Any]:
    callback, fields = SUBJECT_CALLBACKS[subject], [asked(subject, element, words)]
    return asking(callback, fields, title="admin-title", words=words, carried=act, submit="admin-next")


def read_subject(submitted: dict[str, Any]) -> tuple[Act, int]:
    """Return the act, and the number of the account or product; raise `NotChosen` at its field."""
    (field,) = (subject for subject, callback in SUBJECT_CALLBACKS.items() if callback == submitted["callback_id"])
    number = chosen(values_of(submitted), field)
    if not number.isdecimal():
        raise NotChosen(field)
    act: Act = one_of(get_args(Act), submitted["private_metadata"], field)
    return act, number_in(number)


NAME_IN_OPTION = 55
"""Maximum characters of a name before its code."""


def account_options(accounts: Sequence[AccountEntry]) -> list[Option]:
    """Return the options for these accounts, at most as many as Slack allows."""
    named = [(str(one.id), f"{option_text(one.name, limit=NAME_IN_OPTION)} ({one.code})") for one in accounts]
    return [Option(value=value, text=option_text(text)) for value, text in named[:SELECT_LIMIT]]


def product_options(products: Sequence[CatalogueEntry]) -> list[Option]:
    """Return the options for these products, at most as many as Slack allows."""
    return [Option(value=str(one.id), text=option_text(one.name)) for one in products[:SELECT_LIMIT]]


def asking(
    callback: str,
    blocks: Sequence[Block],
    *,
    title: str,
    words: Words,
    carried: str = "",
    submit: str = "admin-save",
) -> dict[str, Any]:
    """Return a form with these blocks; `carried` is kept in its private metadata."""
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=carried,
        title=words(title),
        submit=words(submit),
        close=words("form-close"),
        blocks=blocks,
    ).to_dict()


def about(account: AccountEntry, words: Words) -> SectionBlock:
    """Return the line that says which account a form is about."""
    name = shown(account.name, NAME_SHOWN)
    return paragraph(words("admin-about", account=name, code=shown(account.code)))


def _select(options: list[Option], count: int, action_id: str, *, words: Words) -> InputInteractiveElement:
    placeholder = words("placeholder-choose")
    if count > SELECT_LIMIT:
        return ExternalDataSelectElement(action_id=action_id, placeholder=placeholder, min_query_length=1)
    return StaticSelectElement(action_id=action_id, placeholder=placeholder, options=options)
