"""The form of `/incident`: what it asks, and what counts as an answer."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.facts.account import AccountEntry
from bot.facts.pack import PackLeft
from bot.facts.payers import Payers
from bot.facts.product import CatalogueEntry
from bot.forms import filing as form
from bot.forms.fields import NotChosen
from bot.forms.filing_fields import fixed_fields
from bot.forms.paid_with import read_payment
from bot.forms.product_choice import product_field
from bot.policy import Policy, Severity
from bot.rules.filing import Filing, Payment
from bot.rules.refusal import Gathering, Refusal, Refusals
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import POLICY

LABELS = {
    "en": ["What do you need?", "Title", "Product", "Severity", "Cover", "Reachable contacts (24x7)", "Description",
           "Attachments"],
    "fr": ["De quoi avez-vous besoin\u202f?", "Titre", "Produit", "Gravité", "Couverture horaire",
           "Contacts joignables (24 h/24)", "Description", "Pièces jointes"],
}  # fmt: skip

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday, 9:00 in Paris: everything is just opening."""

GOOD = {
    "request": "incident",
    "title": "No mail",
    "product": "7",
    "severity": "B",
    "cover": "business",
    "contacts": None,
    "description": "Nobody gets mail.",
}


def submitted(**changed: str | None) -> dict[str, Any]:
    """Return a submitted view with good answers, some of them changed; None leaves a field untouched."""
    values: dict[str, Any] = {}
    for field, value in {**GOOD, **changed}.items():
        if field in {"title", "contacts", "description", "exception"}:
            values[field] = {field: {"type": "plain_text_input", "value": value}}
        else:
            option = None if value is None else {"value": value, "text": {"type": "plain_text", "text": "?"}}
            values[field] = {field: {"type": "static_select", "selected_option": option}}
    return {"state": {"values": values}, "private_metadata": '{"channel": "C0ACME", "account_id": null}'}


def changed(**tables: Any) -> Policy:
    """Return the built-in policy with other tables."""
    return POLICY.model_copy(update=tables)


def drawn(
    locale: str,
    *,
    products: int = 3,
    description: str = "",
    request: str = "",
    policy: Policy | None = None,
    payers: Payers = Payers(),  # noqa: B008 - it is frozen
    ends: date | None = None,
) -> dict[str, Any]:
    """Return the form with that many products, whose support ends then."""
    catalogue = [CatalogueEntry(n, f"Product {n} " + "x" * 100, None, ends) for n in range(products)]
    begun = {"description": description, "request": request}
    offer = form.FilingContents(catalogue, payers, NOW, "C0ACME", "<@U0MAX>", begun=begun)
    return form.view(words=Words(locale, "Europe/Paris"), policy=policy or POLICY, offer=offer)


def labels(view: dict[str, Any]) -> list[str]:
    """Return the labels of the form's fields."""
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


@pytest.mark.parametrize("locale", LANGUAGES)
class TestView:
    """The form as Slack gets it."""

    def test_asks_in_the_order_of_the_contract(self, locale: str) -> None:
        assert labels(drawn(locale)) == LABELS[locale]

    @pytest.mark.parametrize("products", [0, 1, 100, 101])
    def test_keeps_slacks_limits(self, locale: str, products: int) -> None:
        view = drawn(locale, products=products, description="d" * 4000)
        assert View(**view).to_dict() == view
        assert len(view["title"]["text"]) <= 24

    @pytest.mark.parametrize(("request_", "said"), [("", 0), ("incident", 0), ("on_site", 1), ("no_such_exclusion", 0)])
    def test_names_the_clause_of_an_exclusion_alone(self, locale: str, request_: str, said: int) -> None:
        blocks = drawn(locale, request=request_)["blocks"]
        assert [block["block_id"] for block in blocks].count("notice_request") == said

    @pytest.mark.parametrize(("length", "limit_only"), [(0, True), (2999, True), (4000, False)])
    def test_says_what_to_do_with_the_rest_of_a_long_message(self, locale: str, length: int, limit_only: bool) -> None:
        (hint,) = [
            block["hint"]["text"]
            for block in drawn(locale, description="d" * length)["blocks"]
            if block.get("block_id") == "description"
        ]
        assert ("thread of the incident" in hint or "fil de la fiche" in hint) is not limit_only
        assert "3000" in hint

    def test_says_how_soon_each_severity_is_answered(self, locale: str) -> None:
        texts = [option["text"]["text"] for option in drawn(locale)["blocks"][3]["element"]["options"]]
        wanted = (
            r"2.h\)",
            "4 business hours|4 heures ouvrées",
            "8 business hours|8 heures ouvrées",
        )
        assert [text for text, hours in zip(texts, wanted, strict=True) if re.search(hours, text)] == texts

    def test_tells_targets_of_business_hours_in_hours(self, locale: str) -> None:
        """72 business hours are eight days of nine hours, not three days."""
        promise = Severity(target="72h", clock="business")  # type: ignore[arg-type] # as the file writes it
        view = drawn(locale, policy=changed(severity={"A": promise}))
        texts = [option["text"]["text"] for option in view["blocks"][3]["element"]["options"]]
        assert ["72 business hours" in text or "72 heures ouvrées" in text for text in texts] == [True]

    def test_keeps_slacks_limits_with_the_longest_target(self, locale: str) -> None:
        promise = Severity(target="89d23h59m", clock="business")  # type: ignore[arg-type] # as the file writes it
        view = drawn(locale, policy=changed(severity={"A": promise}))
        assert View(**view).to_dict() == view
        assert len(view["blocks"][3]["element"]["options"][0]["text"]["text"]) <= 75


class TestProducts:
    """A plain select as long as Slack takes it."""

    @pytest.mark.parametrize(
        ("products", "kind", "options"),
        [
            (0, "static_select", 1),  # there is no catalogue yet: any product
            (1, "static_select", 1),
            (100, "static_select", 100),  # Slack's limit
            (101, "external_select", 0),
        ],
    )
    def test_become_a_search_above_a_hundred(self, products: int, kind: str, options: int) -> None:
        element = drawn("en", products=products)["blocks"][2]["element"]
        assert (element["type"], len(element.get("options", []))) == (kind, options)

    @pytest.mark.parametrize(
        ("ends", "said"),
        [
            (date(2026, 11, 22), "(support ended on 22 Nov 2026)"),
            (date(2026, 11, 23), "(support ends today)"),  # the last day counts
            (date(2026, 11, 24), "(support ends tomorrow, 24 Nov 2026)"),
            (date(2027, 1, 5), "(support ends in 43 days, 5 Jan 2027)"),
            (date(2027, 2, 21), "(support ends in 90 days, 21 Feb 2027)"),
            (date(2027, 2, 22), None),  # in 91 days: not worth telling
            (None, None),
        ],
    )
    def test_say_when_support_ends(self, ends: date | None, said: str | None) -> None:
        """The name is cut so that the note fits into Slack's 75 characters."""
        text = drawn("en", ends=ends)["blocks"][2]["element"]["options"][0]["text"]["text"]
        assert len(text) == 75
        assert text.endswith(said or "…")


ACME = AccountEntry(1, "ACME", "Acme Ltd", None, None)
BETA = AccountEntry(2, "BETA", "Beta SARL", None, None)


def pack(number: int, *, left: int) -> PackLeft:
    """Return a pack of five with `left` left."""
    return PackLeft(number, f"ORDER12345{number}", date(2027, 3, 3), 5, left)


class TestPayment:
    """Who pays, and with what."""

    @pytest.mark.parametrize(
        ("payers", "more"),
        [
            (Payers(), []),  # of no account: a sentence instead of a choice
            (Payers(accounts=[ACME], account=ACME), ["Paid with"]),
            (Payers(accounts=[ACME, BETA]), ["Account"]),  # with what: once the account is known
            (Payers(accounts=[ACME, BETA], account=ACME), ["Account", "Paid with"]),
            (Payers(accounts=[], is_technician=True), ["Reason for an exception"]),
            (Payers(accounts=[ACME], is_technician=True), ["Account", "Reason for an exception"]),
            (
                Payers(accounts=[ACME], account=ACME, is_technician=True),
                ["Account", "Paid with", "Reason for an exception"],
            ),
            (Payers(accounts=[ACME], account=ACME, per_incident=False), []),  # nothing left to choose
        ],
    )
    def test_is_asked_where_there_is_a_choice(self, payers: Payers, more: list[str]) -> None:
        assert [label for label in labels(drawn("en", payers=payers)) if label not in LABELS["en"]] == more

    def test_tells_accounts_of_one_name_apart_by_their_codes(self) -> None:
        twin = AccountEntry(3, "ACME-DE", ACME.name, None, None)
        options = drawn("en", payers=Payers(accounts=[ACME, twin]))["blocks"][0]["element"]["options"]
        assert [one["description"]["text"] for one in options] == ["ACME", "ACME-DE"]

    def test_offers_packs_with_balance_and_expiry(self) -> None:
        """The number is proof of purchase, so only its end is shown."""
        payers = Payers(accounts=[ACME], account=ACME, packs=[pack(1, left=1), pack(2, left=3)])
        blocks = drawn("en", payers=payers)["blocks"]
        (element,) = (one["element"] for one in blocks if one.get("block_id") == "paid_with")
        assert [one["text"]["text"] for one in element["options"]] == [
            "Pack ••••3451: uses 1 of 1, expires 3 Mar 2027",
            "Pack ••••3452: uses 1 of 3, expires 3 Mar 2027",
            "Pay per incident",
        ]
        assert element["initial_option"] == element["options"][0]

    @pytest.mark.parametrize("locale", LANGUAGES)
    @pytest.mark.parametrize("count", [100, 101])
    def test_keeps_slacks_limits(self, locale: str, count: int) -> None:
        accounts = [AccountEntry(n, str(n), "A" * 100, None, None) for n in range(count)]
        packs = [pack(n, left=5) for n in range(count)]
        view = drawn(locale, payers=Payers(accounts, accounts[0], packs, is_technician=True))
        assert View(**view).to_dict() == view

    @pytest.mark.parametrize(
        ("default", "account", "paid_with", "expected"),
        [
            (None, None, None, Payment(None)),
            (1, None, None, Payment(1)),
            (1, None, "7", Payment(1, pack_id=7)),
            (1, None, "per_incident", Payment(1, per_incident=True)),
            (1, "1", "7", Payment(1, pack_id=7)),
            (1, "2", "7", Payment(2)),  # the form was drawn for another account: its packs are none of this one's
            (None, "2", None, Payment(2)),
        ],
    )
    def test_is_read(self, default: int | None, account: str | None, paid_with: str | None, expected: Payment) -> None:
        assert read_payment(chosen(account=account, paid_with=paid_with), default_account=default) == expected

    @pytest.mark.parametrize(("field", "value"), [("account", "x"), ("paid_with", "x"), ("paid_with", "-1")])
    def test_of_another_kind_is_refused(self, field: str, value: str) -> None:
        with pytest.raises(NotChosen) as refusal:
            read_payment(chosen(**{field: value}), default_account=1)
        assert refusal.value.field == field


def chosen(**options: str | None) -> dict[str, Any]:
    """Return the values of a submitted form in which these options were chosen; None for an empty field."""
    return {
        field: {field: {"type": "static_select", "selected_option": None if value is None else {"value": value}}}
        for field, value in options.items()
    }


class TestException:
    """A technician may accept what the contract does not cover."""

    @pytest.mark.parametrize(
        ("is_technician", "reason", "is_accepted"),
        [(True, "Goodwill", True), (True, " ", False), (True, None, False), (False, "Please!", False)],
    )
    def test_needs_a_technician_and_a_reason(
        self, policy: Policy, is_technician: bool, reason: str | None, is_accepted: bool
    ) -> None:
        sent = submitted(request="on_site", exception=reason)
        if is_accepted:
            answers = form.read(sent, policy=policy, is_technician=is_technician)
            assert (answers.request, answers.exception) == ("on_site", reason)
        else:
            with pytest.raises(form.NotCovered):
                form.read(sent, policy=policy, is_technician=is_technician)


class TestConstants:
    """Parts that are the same for everybody of a language are built once, as that takes longer than all the rest."""

    def test_are_not_built_again(self, policy: Policy) -> None:
        entries, soon = (CatalogueEntry(1, "Mail", None, None, "mail"),), timedelta(days=30)
        for built in (
            lambda locale: fixed_fields(locale, tuple(policy.exclusions)),
            lambda locale: product_field(entries, locale, today=NOW.date(), soon=soon),
        ):
            assert built("en") is built("en") is not built("fr")


class TestAnswers:
    """What was filled in is checked as far as the form alone can tell."""

    def test_are_read(self, policy: Policy) -> None:
        assert form.read(submitted(), policy=policy) == Filing(
            title="No mail",
            product_id=7,
            severity="B",
            cover="business",
            contacts="",
            description="Nobody gets mail.",
        )

    @pytest.mark.parametrize(
        ("changed", "field", "text"),
        [
            ({"title": None}, "title", "refusal-empty"),
            ({"title": " \t\u00a0\u2003 "}, "title", "refusal-empty"),  # only spaces
            ({"title": "\u200b\u200d\ufeff"}, "title", "refusal-empty"),  # spaces without width
            ({"title": "\u3164 \u115f\u1160\uffa0"}, "title", "refusal-empty"),  # Hangul fillers
            ({"title": "\u2800\u2800"}, "title", "refusal-empty"),  # empty Braille patterns
            ({"title": "\u202e\u2066\u00ad\u0007"}, "title", "refusal-empty"),  # directions, a hyphen, a bell
            ({"title": "\ufe0f\u034f"}, "title", "refusal-empty"),  # marks on nothing
            ({"description": "\u200b\n\u3164"}, "description", "refusal-empty"),
            ({"cover": "24x7", "contacts": "\u3164"}, "contacts", "refusal-contacts_missing"),
            ({"title": "t" * 151}, "title", "refusal-too_long"),
            ({"description": None}, "description", "refusal-empty"),
            ({"description": "\n\n"}, "description", "refusal-empty"),
            ({"description": "d" * 3001}, "description", "refusal-too_long"),
            ({"contacts": "c" * 1001}, "contacts", "refusal-too_long"),
            ({"request": None}, "request", "refusal-not_chosen"),
            ({"request": "nonsense"}, "request", "refusal-not_chosen"),
            ({"product": None}, "product", "refusal-not_chosen"),
            ({"product": "nonsense"}, "product", "refusal-unknown_product"),
            ({"severity": None}, "severity", "refusal-not_chosen"),
            ({"severity": "D"}, "severity", "refusal-not_chosen"),
            ({"cover": None}, "cover", "refusal-not_chosen"),
            ({"cover": "24x7"}, "contacts", "refusal-contacts_missing"),
            ({"cover": "24x7", "contacts": "  "}, "contacts", "refusal-contacts_missing"),
            ({"request": "on_site"}, "request", "refusal-on_site"),
            ({"request": "security_response", "title": None}, "request", "refusal-security_response"),
        ],
    )
    def test_are_refused_at_their_field(
        self, policy: Policy, changed: dict[str, str | None], field: str, text: str
    ) -> None:
        with pytest.raises(Refusal) as refusal:
            form.read(submitted(**changed), policy=policy)
        assert (refusal.value.field, refusal.value.text) == (field, text)

    def test_are_all_refused_at_once_each_at_its_field(self, policy: Policy) -> None:
        wrong = submitted(
            request="on_site", title=None, product="nonsense", severity=None, cover="24x7", description=" "
        )
        with pytest.raises(Refusals) as refused:
            form.read(wrong, policy=policy)
        assert {one.field: one.text for one in refused.value.each()} == {
            "request": "refusal-on_site",
            "title": "refusal-empty",
            "product": "refusal-unknown_product",
            "severity": "refusal-not_chosen",
            "contacts": "refusal-contacts_missing",
            "description": "refusal-empty",
        }

    def test_that_are_wrong_are_gathered_where_more_is_looked_for(self, policy: Policy) -> None:
        wrong = Gathering()
        filing = form.read(submitted(title=None, severity="D"), policy=policy, wrong=wrong)
        assert filing.product_id == 7
        assert wrong.refuses("title")
        assert not wrong.refuses("product", "account")
        with pytest.raises(Refusals):
            wrong.check()

    @pytest.mark.parametrize(
        ("title", "kept"),
        [
            ("  No   mail\n today ", "No mail today"),  # one line
            ("t" * 150, "t" * 150),
            ("🔥📧 feu", "🔥📧 feu"),
            ("?", "?"),
            ("❤\ufe0f", "❤\ufe0f"),  # a heart and how it is to be drawn
            ("a\u200bb \u3164", "ab"),  # what is invisible is dropped
            ("\u202e\u0645\u0631\u062d\u0628\u0627", "\u0645\u0631\u062d\u0628\u0627"),  # right to left
            ("e\u0301cole\u00a0\tA\u202fB", "\u00e9cole A B"),
        ],
    )
    def test_titles_are_kept_as_one_line(self, policy: Policy, title: str, kept: str) -> None:
        assert form.read(submitted(title=title), policy=policy).title == kept

    @given(st.text(max_size=200), st.text(max_size=3200), st.sampled_from([None, "x", "24x7", "business"]))
    def test_of_any_kind_are_read_or_refused_at_a_field(self, title: str, description: str, cover: str | None) -> None:
        """No text breaks the form: it is taken within the limits, or refused where it stands."""
        try:
            answers = form.read(submitted(title=title, description=description, cover=cover), policy=POLICY)
        except Refusal as refusal:
            assert refusal.field in GOOD  # noqa: PT017 - a refusal is one of two right outcomes
        else:
            assert 0 < len(answers.title) <= 150
            assert 0 < len(answers.description) <= 3000
