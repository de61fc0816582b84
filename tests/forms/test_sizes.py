"""No form breaks a limit of Slack's, whatever was typed that it shows, and however long that is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.account import AccountEntry, Member
from bot.facts.pack import PackLeft
from bot.facts.payers import Payers
from bot.facts.product import CatalogueEntry, ProductFacts
from bot.forms import account, adjustment, certificate, claim, filing, grant, members, product, scope
from bot.rules.plain_text import one_line
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import POLICY
from tests.fake_slack.check import check_view

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PIECES = [
    "&",
    "<",
    ">",
    "😀",
    "\U00010437",
    "👩\u200d🚒",
    "a\u0301",
    "\u0301",
    "\n",
    " ",
    "\u202e",
    "\u05d0",
    "\u00a0",
    "W",
]
TYPED = st.builds(
    lambda pieces, length: ("".join(pieces) * length)[:length],
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from([1, 59, 60, 74, 75, 76, 100, 149, 150, 151, 1999, 2000, 2001, 2999, 3000]),
)


def name(typed: str) -> str:
    """Return what is stored when this is typed as a name, code or title."""
    return one_line(typed) or "W"


def with_account(typed: str) -> AccountEntry:
    """Return an account of this name."""
    return AccountEntry(1, name(typed), name(typed), None, None)


def pack_of(typed: str) -> PackLeft:
    """Return a pack whose number is this, cut to the length that a number may have."""
    return PackLeft(1, name(typed)[:40], date(2027, 1, 10), size=5, left=3)


def filled(typed: str, words: Words) -> dict[str, Any]:
    """Return the form of an incident in which every name and text is this one."""
    payers = Payers([with_account(typed)] * 2, with_account(typed), [pack_of(typed)], is_technician=True)
    products = [CatalogueEntry(number, name(typed), date(2026, 12, 1), date(2026, 12, 1)) for number in range(3)]
    begun = {"title": name(typed), "description": typed, "contacts": typed}
    offer = filing.FilingContents(products, payers, NOW, "C0ACME", "<@U0MAX>", begun=begun)
    return filing.view(words=words, policy=POLICY, offer=offer)


VIEWS: dict[str, Callable[[str, Words], dict[str, Any]]] = {
    "filing": filled,
    "account": lambda typed, words: account.view(with_account(typed), policy=POLICY, words=words),
    "adjustment": lambda typed, words: adjustment.view(with_account(typed), [pack_of(typed)], words=words),
    "certificate": lambda typed, words: certificate.view(with_account(typed), words=words),
    "claim": lambda typed, words: claim.view(words=words, confirmation=typed),
    "grant": lambda typed, words: grant.view(with_account(typed), today=NOW.date(), words=words),
    "members": lambda typed, words: members.view(
        with_account(typed), [Member("domain", "x" * min(len(typed), 253), is_buyer=False)] * 30, words=words
    ),
    "product": lambda typed, words: product.view(ProductFacts(1, name(typed), name(typed), None, None), words=words),
    "scope": lambda typed, words: scope.view(scope.PROPOSE, 1, version=1, text=typed, words=words),
}
"""The forms that show what somebody has typed before."""


@pytest.mark.parametrize("form", VIEWS)
@settings(max_examples=10, deadline=None)
@given(typed=TYPED, language=st.sampled_from(sorted(LANGUAGES)))
def test_a_form_is_taken(form: str, typed: str, language: str) -> None:
    check_view(VIEWS[form](typed, Words(language, "Europe/Paris")), "modal")
