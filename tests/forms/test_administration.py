"""The forms of `/incident admin`: what they ask, and what counts as an answer."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from slack_sdk.models.views import View

from bot.facts.account import AccountEntry, Member
from bot.facts.claim import ClaimFacts
from bot.facts.pack import PackLeft
from bot.facts.product import CatalogueEntry, ProductFacts
from bot.forms import account as account_form
from bot.forms import adjustment as adjustment_form
from bot.forms import administration as admin_form
from bot.forms import certificate as certificate_form
from bot.forms import claim as claim_form
from bot.forms import grant as grant_form
from bot.forms import members as members_form
from bot.forms import product as product_form
from bot.listeners.administration_acts import ACTS
from bot.rules.accounts import AccountDetails
from bot.rules.administration import Act
from bot.rules.certificates import CertificateDetails
from bot.rules.membership import MemberChange
from bot.rules.packs import Adjustment, Grant
from bot.rules.products import ProductDetails
from bot.rules.refusal import Refusal
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import POLICY

NASTY = "<!channel> &<>" * 20
DAY = date(2026, 11, 23)


def account(number: int = 1) -> AccountEntry:
    """Return an account with the longest name."""
    return AccountEntry(number, "C" * 60, NASTY[:150], None, "fr")


def pack(number: int = 1) -> PackLeft:
    """Return a pack."""
    return PackLeft(number, "9" * 40, DAY, 1000, 1000)


MEMBERS = [Member("user", f"U0{number}", is_buyer=True) for number in range(20)] + [
    Member("domain", "d" * 60 + f".{number}.example", is_buyer=False) for number in range(80)
]
VIEWS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "menu": admin_form.menu,
    "accounts": lambda words: admin_form.which_account("grant_pack", [account(n) for n in range(100)], words),
    "too many accounts": lambda words: admin_form.which_account("grant_pack", [account(n) for n in range(101)], words),
    "products": lambda words: admin_form.which_product("edit_product", [CatalogueEntry(1, NASTY)], words),
    "grant_pack": lambda words: grant_form.view(account(), today=DAY, words=words),
    "adjust_pack": lambda words: adjustment_form.view(account(), [pack(n) for n in range(150)], words=words),
    "add_account": lambda words: account_form.view(None, policy=POLICY, words=words),
    "edit_account": lambda words: account_form.view(account(), policy=POLICY, words=words),
    "edit_members": lambda words: members_form.view(account(), MEMBERS, words=words),
    "no members": lambda words: members_form.view(account(), [], words=words),
    "add_product": lambda words: product_form.view(None, words=words),
    "edit_product": lambda words: product_form.view(ProductFacts(1, "c" * 60, NASTY[:150], DAY, DAY), words=words),
    "register_certificate": lambda words: certificate_form.view(account(), words=words),
    "decide_claim": lambda words: claim_form.refusal(ClaimFacts(1, "U0ALICE", "9" * 40, has_pack=True), words=words),
}


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_view_keeps_slacks_limits_and_user_text_is_text(name: str, locale: str) -> None:
    view = VIEWS[name](Words(locale, "Europe/Paris"))
    assert View(**view).to_dict() == view
    assert len(view["title"]["text"]) <= 24
    for block in view["blocks"]:
        assert "<!channel" not in str(block.get("text", {}).get("text"))
        assert len(block.get("text", {}).get("text", "")) <= 3000
        assert len(block.get("element", {}).get("options", [])) <= 100


def test_every_act_has_its_row() -> None:
    assert list(ACTS) == list(get_args(Act))


@pytest.mark.parametrize("act", ACTS)
def test_every_form_is_called_by_its_act(act: Act) -> None:
    assert VIEWS[act](Words("en", "UTC"))["callback_id"] == act


@pytest.mark.parametrize(("accounts", "kind"), [(1, "static_select"), (100, "static_select"), (101, "external_select")])
def test_accounts_become_a_search_above_a_hundred(accounts: int, kind: str) -> None:
    view = admin_form.which_account("edit_account", [account(n) for n in range(accounts)], Words("en", "UTC"))
    assert view["blocks"][0]["element"]["type"] == kind


def test_account_that_names_a_lost_calendar_must_choose_another() -> None:
    lost = AccountEntry(1, "ACME", "Acme", "gone", None)
    element = account_form.view(lost, policy=POLICY, words=Words("en", "UTC"))["blocks"][2]["element"]
    assert "initial_option" not in element


def sent(carried: str = "1", **values: Any) -> dict[str, Any]:
    """Return a submitted view; the ending of a name, such as `__date` or `__user`, gives the type of its field."""
    kinds = {"_user": "selected_user", "_channel": "selected_conversation", "_date": "selected_date", "_text": "value"}
    state: dict[str, Any] = {}
    for name, value in values.items():
        field, _, kind = name.rpartition("__")
        key = kinds.get(f"_{kind}", "selected_option")
        state[field] = {field: {key: {"value": value} if key == "selected_option" and value else value}}
    return {"private_metadata": carried, "state": {"values": state}}


PACK = {"confirmation__text": "ORD1", "size__text": "5", "bought_on__date": "2026-11-23", "expires_on__date": None}
CORRECTION = {"pack__option": "1", "units__text": "1", "reason__text": "Agreed"}
MEMBER = {"change__option": "add", "person__user": "U0ALICE", "channel__channel": None, "member__text": None}
PRODUCT = {
    "code__text": "mail",
    "name__text": "Mail",
    "mainstream_end__date": "2026-11-23",
    "extended_end__date": None,
}
CERTIFICATE = {
    "number__text": "TX1",
    "country__text": "FR",
    "valid_from__date": "2026-01-01",
    "valid_to__date": "2026-12-31",
    "file__text": "x",
}
ACCOUNT = {
    "code__text": "acme",
    "name__text": " Acme \n France ",
    "calendar__option": "default",
    "language__option": "fr",
}


@pytest.mark.parametrize(
    ("read", "given", "answers"),
    [
        (grant_form.read, PACK, Grant(1, "ORD1", 5, DAY, None)),
        (adjustment_form.read, CORRECTION, Adjustment(1, 1, "Agreed")),
        (members_form.read, MEMBER, MemberChange(1, "add", "user", "U0ALICE", "person")),
        (product_form.read, PRODUCT, ProductDetails(1, "mail", "Mail", DAY, None)),
        (account_form.read, ACCOUNT, AccountDetails(1, "acme", "Acme France", None, "fr")),
        (
            certificate_form.read,
            CERTIFICATE,
            CertificateDetails(1, "TX1", "FR", date(2026, 1, 1), date(2026, 12, 31), "x"),
        ),
    ],
)
def test_answers_are_read(read: Callable[[dict[str, Any]], Any], given: dict[str, Any], answers: Any) -> None:
    assert read(sent(**given)) == answers


@pytest.mark.parametrize(("read", "given"), [(product_form.read, PRODUCT), (account_form.read, ACCOUNT)])
def test_what_is_new_has_no_number_yet(read: Callable[[dict[str, Any]], Any], given: dict[str, Any]) -> None:
    """A local workspace leaves out what is empty; Slack does not."""
    view = sent(carried="", **given)
    assert read(view) == read({"state": view["state"]})
    assert None in vars(read(view)).values()


@pytest.mark.parametrize(
    ("read", "given", "field", "refusal"),
    [
        (grant_form.read, PACK | {"size__text": "1000.0"}, "size", "refusal-not_whole"),
        (grant_form.read, PACK | {"size__text": "\u0665"}, "size", "refusal-not_whole"),  # an Arabic five
        (grant_form.read, PACK | {"size__text": "9" * 50}, "size", "refusal-not_whole"),
        (grant_form.read, PACK | {"size__text": None}, "size", "refusal-empty"),
        (grant_form.read, PACK | {"bought_on__date": None}, "bought_on", "refusal-empty"),
        (grant_form.read, PACK | {"bought_on__date": "2026-02-30"}, "bought_on", "refusal-wrong_date"),
        (grant_form.read, PACK | {"expires_on__date": "9999-12-31"}, "expires_on", "refusal-wrong_date"),
        (adjustment_form.read, CORRECTION | {"units__text": "-1001"}, "units", "refusal-not_whole"),
        (adjustment_form.read, CORRECTION | {"units__text": "-0"}, "units", "refusal-no_units"),
        (adjustment_form.read, CORRECTION | {"reason__text": " "}, "reason", "refusal-empty"),
        (adjustment_form.read, CORRECTION | {"reason__text": "x" * 501}, "reason", "refusal-too_long"),
        (adjustment_form.read, CORRECTION | {"pack__option": None}, "pack", "refusal-not_chosen"),
        (adjustment_form.read, CORRECTION | {"pack__option": "x"}, "pack", "refusal-not_chosen"),
        (members_form.read, MEMBER | {"change__option": "rule"}, "change", "refusal-not_chosen"),
        (members_form.read, MEMBER | {"person__user": None}, "person", "refusal-empty"),
        (members_form.read, MEMBER | {"channel__channel": "C0X"}, "channel", "refusal-one_at_a_time"),
        (product_form.read, PRODUCT | {"name__text": ""}, "name", "refusal-empty"),
        (product_form.read, PRODUCT | {"code__text": "c" * 61}, "code", "refusal-too_long"),
        (account_form.read, ACCOUNT | {"language__option": "de"}, "language", "refusal-not_chosen"),
        (account_form.read, ACCOUNT | {"calendar__option": None}, "calendar", "refusal-not_chosen"),
        (certificate_form.read, CERTIFICATE | {"valid_to__date": None}, "valid_to", "refusal-empty"),
        (certificate_form.read, CERTIFICATE | {"number__text": "9" * 101}, "number", "refusal-too_long"),
        (claim_form.read_refusal, {"reason__text": "\u200b"}, "reason", "refusal-empty"),
    ],
)
def test_wrong_answer_is_refused_at_its_field(
    read: Callable[[dict[str, Any]], Any], given: dict[str, Any], field: str, refusal: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(sent(**given))
    assert (refused.value.field, refused.value.text) == (field, refusal)
