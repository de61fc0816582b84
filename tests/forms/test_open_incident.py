"""The form of `/incident`: what it asks, and what counts as an answer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.forms import open_incident as form
from bot.policy import Policy, Severity, read_policy
from bot.queries.products import CatalogueEntry
from bot.rules.refusal import Refusal
from bot.texts.catalogue import LANGUAGES, Words

LABELS = {
    "en": ["What do you need?", "Title", "Product", "Severity", "Cover", "Reachable contacts (24x7)", "Description"],
    "fr": ["De quoi avez-vous besoin\u202f?", "Titre", "Produit", "Gravité", "Couverture horaire",
           "Contacts joignables (24 h/24)", "Description"],
}  # fmt: skip

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
        if field in {"title", "contacts", "description"}:
            values[field] = {field: {"type": "plain_text_input", "value": value}}
        else:
            option = None if value is None else {"value": value, "text": {"type": "plain_text", "text": "?"}}
            values[field] = {field: {"type": "static_select", "selected_option": option}}
    return {"state": {"values": values}}


def changed(**tables: Any) -> Policy:
    """Return the built-in policy with other tables."""
    return read_policy(None).model_copy(update=tables)


def drawn(locale: str, *, products: int = 3, description: str = "", policy: Policy | None = None) -> dict[str, Any]:
    """Return the form with that many products."""
    catalogue = [CatalogueEntry(id=n, name=f"Product {n} " + "x" * 100) for n in range(products)]
    words = Words(locale, "Europe/Paris")
    return form.view(
        words=words,
        policy=policy or read_policy(None),
        products=catalogue,
        channel="C0ACME",
        description=description,
    )


@pytest.mark.parametrize("locale", LANGUAGES)
class TestView:
    """The form as Slack gets it."""

    def test_asks_in_the_order_of_the_contract(self, locale: str) -> None:
        assert [block["label"]["text"] for block in drawn(locale)["blocks"]] == LABELS[locale]

    @pytest.mark.parametrize("products", [0, 1, 100, 101])
    def test_keeps_slacks_limits(self, locale: str, products: int) -> None:
        view = drawn(locale, products=products, description="d" * 4000)
        assert View(**view).to_dict() == view
        assert len(view["title"]["text"]) <= 24

    def test_says_how_soon_each_severity_is_answered(self, locale: str) -> None:
        texts = [option["text"]["text"] for option in drawn(locale)["blocks"][3]["element"]["options"]]
        assert [text for text, hours in zip(texts, ("2 h", "4 h", "8 h"), strict=True) if hours in text] == texts

    def test_tells_targets_of_business_hours_in_hours(self, locale: str) -> None:
        """72 business hours are eight days of nine hours, not three days."""
        promise = Severity(target="72h", clock="business")  # type: ignore[arg-type] # as the file writes it
        view = drawn(locale, policy=changed(severity={"A": promise}))
        texts = [option["text"]["text"] for option in view["blocks"][3]["element"]["options"]]
        assert ["72 h" in text for text in texts] == [True]

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


class TestAnswers:
    """What was filled in is checked as far as the form alone can tell."""

    def test_are_read(self, policy: Policy) -> None:
        assert form.read(submitted(), policy=policy) == form.Answers(
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

    @pytest.mark.parametrize(
        ("title", "kept"),
        [
            ("  No   mail\n today ", "No mail today"),  # one line
            ("t" * 150, "t" * 150),
            ("🔥📧 feu", "🔥📧 feu"),
            ("?", "?"),
            ("❤\ufe0f", "❤\ufe0f"),  # a heart and how it is to be drawn
            ("a\u200bb \u3164", "a\u200bb \u3164"),  # what shows something stays as it is
            ("\u202e\u0645\u0631\u062d\u0628\u0627", "\u202e\u0645\u0631\u062d\u0628\u0627"),  # right to left
        ],
    )
    def test_titles_are_kept_as_one_line(self, policy: Policy, title: str, kept: str) -> None:
        assert form.read(submitted(title=title), policy=policy).title == kept

    @given(st.text(max_size=200), st.text(max_size=3200), st.sampled_from([None, "x", "24x7", "business"]))
    def test_of_any_kind_are_read_or_refused_at_a_field(self, title: str, description: str, cover: str | None) -> None:
        """No text breaks the form: it is taken within the limits, or refused where it stands."""
        try:
            answers = form.read(submitted(title=title, description=description, cover=cover), policy=read_policy(None))
        except Refusal as refusal:
            assert refusal.field in GOOD  # noqa: PT017 - a refusal is one of two right outcomes
        else:
            assert 0 < len(answers.title) <= 150
            assert 0 < len(answers.description) <= 3000
