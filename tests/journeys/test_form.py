"""The form shows what is promised, what it costs and what is excluded, and is redrawn when they change."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from bot.policy import Policy
from bot.policy_calendar import Calendar
from bot.policy_form import FilingForm
from models import Product
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, BUILT_IN, CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_accounts import account, buy, filed, options

NIGHT = "2026-11-23 20:00:00"
"""Monday, 21:00 in Paris."""


def field(harness: Harness, user: str, name: str) -> dict[str, Any]:
    """Return a field of the open form, or what is said beside it, by its block id; {} if it is not there."""
    view = harness.slack.open_view(user)
    assert view is not None
    return next((one for one in view["blocks"] if one["block_id"] == name), {})


def notice(harness: Harness, user: str, name: str) -> str:
    """Return what is said beside a field; "" for nothing."""
    return "".join(one["text"] for one in field(harness, user, f"notice_{name}").get("elements", ()))


def deadlines(harness: Harness, user: str) -> list[str]:
    """Return what stands beside each severity."""
    return [one["description"]["text"] for one in field(harness, user, "severity")["element"]["options"]]


def products(harness: Harness, *ended: str, more: int = 0) -> None:
    """Add products whose support ended on 30 June, and as many others."""
    with harness.guichet.database.transaction() as session:
        for name in ended:
            session.add(Product(code=name.lower(), name=name, extended_end=date(2026, 6, 30)))
        for number in range(more):
            session.add(Product(code=f"p{number}", name=f"Product {number:05}"))


class TestPromise:
    """Each severity shows the deadline of an incident filed now, in the reader's time zone."""

    @pytest.mark.parametrize(
        ("user", "opened", "by"),
        [
            # Two hours day and night, four and eight business hours from Monday, 9:00.
            ("U0ALICE", "2026-11-23 08:00:00", ["by Mon 23 Nov 2026, 11:00 CET", "by Mon 23 Nov 2026, 13:00 CET",
                                                "by Mon 23 Nov 2026, 17:00 CET"]),
            # At night the business hours begin to count at 9:00.
            ("U0ALICE", NIGHT, ["by Mon 23 Nov 2026, 23:00 CET", "by Tue 24 Nov 2026, 13:00 CET",
                                "by Tue 24 Nov 2026, 17:00 CET"]),
            ("U0BOB", NIGHT, ["avant le lun. 23 nov. 2026 à 23 h 00 (heure de Paris)",
                              "avant le mar. 24 nov. 2026 à 13 h 00 (heure de Paris)",
                              "avant le mar. 24 nov. 2026 à 17 h 00 (heure de Paris)"]),
        ],
    )  # fmt: skip
    def test_is_what_holds_now(self, harness: Harness, user: str, opened: str, by: list[str]) -> None:
        harness.clock.move_to(opened)
        harness.people[user].command("/incident", channel=CUSTOMERS)
        assert [one.replace("\u202f", " ").replace("\u00a0", " ") for one in deadlines(harness, user)] == by

    def test_is_the_deadline_that_is_filed(self, harness: Harness) -> None:
        harness.clock.move_to(NIGHT)
        cards = harness.file(Severity="🟠 B · moderate business impact (response within 4 business hours)")
        assert "Tue 24 Nov 2026, 13:00 CET" in harness.card(CUSTOMERS, cards[CUSTOMERS])

    @pytest.mark.parametrize(
        ("user", "cover", "said"),
        [
            ("U0ALICE", None, "It is outside business hours now"),
            ("U0ALICE", ("Cover", "24x7, around the clock"), "we may call your contacts"),
            ("U0BOB", None, "Nous sommes en dehors des heures ouvrées"),
            ("U0BOB", ("Couverture horaire", "24\u00a0h/24, 7\u00a0j/7"), "nous pouvons appeler vos contacts"),
        ],
    )
    def test_says_that_it_is_outside_opening_hours(
        self, harness: Harness, user: str, cover: tuple[str, str] | None, said: str
    ) -> None:
        harness.people[user].command("/incident", channel=CUSTOMERS)
        assert notice(harness, user, "hours") == ""
        harness.clock.move_to(NIGHT)
        harness.people[user].command("/incident", channel=CUSTOMERS)
        if cover:
            harness.people[user].choose(cover[1], label=cover[0])
        assert said in notice(harness, user, "hours")

    def test_follows_the_calendar_of_the_account(
        self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path
    ) -> None:
        """Tess opens it for nobody, then chooses an account of Auckland, where Tuesday has just opened."""
        weekly = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
        far = Calendar.model_validate({"timezone": "Pacific/Auckland", "holidays": {}, "weekly": weekly})
        policy = BUILT_IN.model_copy(update={"calendar": {**BUILT_IN.calendar, "far": far}})
        clock.move_to(NIGHT)
        with journey.program(slack, tmp_path, policy=policy) as guichet:
            harness = Harness(slack, guichet, clock)
            account(harness, "ACME", "U0ALICE", calendar="far")
            harness.tess.command("/incident", channel=TRIAGE)
            assert deadlines(harness, "U0TESS")[1] == "by Tue 24 Nov 2026, 13:00 CET"
            harness.tess.choose("Acme Ltd", label="Account")
            assert deadlines(harness, "U0TESS")[1] == "by Tue 24 Nov 2026, 01:00 CET"  # four hours after 21:00
            assert notice(harness, "U0TESS", "hours") == ""


class TestRedrawing:
    """What was typed stays, and Slack is called only where the form looks different."""

    def test_keeps_everything_that_stands_in_the_form(self, harness: Harness) -> None:
        """Also for a client that forgets what was typed as soon as the form is redrawn."""
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456")
        products(harness, "Mail Server 2010")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS | {"Reachable contacts (24x7)": "Alice", "Paid with": "Pay per incident"})
        harness.alice.choose("Mail Server 2010 (support ended on 30 Jun 2026)", label="Product")
        shown = {one: field(harness, "U0ALICE", one)["element"] for one in ("title", "severity", "cover", "paid_with")}
        assert shown["title"]["initial_value"] == "Mail is down"
        assert [shown[one]["initial_option"]["value"] for one in ("severity", "cover", "paid_with")] == [
            "A", "business", "per_incident",
        ]  # fmt: skip
        harness.slack.typed[harness.slack.open_view("U0ALICE")["id"]].clear()  # type: ignore[index]
        assert [*harness.alice.submit().errors] == ["Product"]

    def test_is_left_out_where_nothing_else_is_to_be_seen(self, harness: Harness) -> None:
        products(harness, "Mail Server 2010", "Mail Server 2007")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.choose("Mail Server 2022", label="Product")
        harness.alice.choose("Business hours", label="Cover")
        assert harness.slack.calls("views.update") == []
        harness.alice.choose("Mail Server 2010 (support ended on 30 Jun 2026)", label="Product")
        harness.alice.choose("Business hours", label="Cover")
        assert len(harness.slack.calls("views.update")) == 1
        harness.alice.choose("Mail Server 2022", label="Product")
        assert notice(harness, "U0ALICE", "product") == ""

    def test_of_a_form_that_is_closed_meanwhile_is_nobodys_trouble(self, harness: Harness) -> None:
        products(harness, "Mail Server 2010")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.slack.stacks["U0ALICE"], kept = [], harness.slack.stacks["U0ALICE"]
        view = harness.slack.views[kept[0]]
        harness.slack.stacks["U0ALICE"] = kept
        harness.alice.choose("Mail Server 2010 (support ended on 30 Jun 2026)", label="Product")
        assert view["id"] == kept[0]
        assert harness.private_answers("U0ALICE") == []

    def test_works_with_ten_thousand_accounts_and_products(self, harness: Harness) -> None:
        products(harness, "Old Thing", more=101)
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert field(harness, "U0ALICE", "product")["element"]["type"] == "external_select"
        harness.alice.choose("Old Thing (support ended on 30 Jun 2026)", label="Product")
        assert "Support for Old Thing ended" in notice(harness, "U0ALICE", "product")
        harness.slack.typed[harness.slack.open_view("U0ALICE")["id"]].clear()  # type: ignore[index]
        answers = {label: one for label, one in ANSWERS.items() if label != "Product"}
        assert [*harness.alice.submit(answers).errors] == ["Product"]


class TestExclusions:
    """What the contract does not cover is said where it is chosen."""

    @pytest.mark.parametrize(
        ("user", "label", "choice", "said"),
        [
            ("U0ALICE", "What do you need?", "An on-site visit", "⛔ The contract does not cover on-site visits"),
            ("U0BOB", "De quoi avez-vous besoin\u202f?", "Une intervention sur site", "⛔ Le contrat ne couvre pas"),
        ],
    )
    def test_are_said_before_it_is_sent(self, harness: Harness, user: str, label: str, choice: str, said: str) -> None:
        person = harness.people[user]
        person.command("/incident", channel=CUSTOMERS)
        assert notice(harness, user, "request") == ""
        person.choose(choice, label=label)
        assert notice(harness, user, "request").startswith(said)
        covered = field(harness, user, "request")["element"]["options"][0]["text"]["text"]
        person.choose(covered, label=label)
        assert notice(harness, user, "request") == ""

    def test_lead_a_technician_to_the_exception(self, harness: Harness) -> None:
        harness.tess.command("/incident", channel=TRIAGE)
        harness.tess.choose("An on-site visit", label="What do you need?")
        assert "give the reason for an exception below" in notice(harness, "U0TESS", "request")


class TestRefusals:
    """All wrong fields are refused at once, each at its place."""

    def test_come_together_whether_the_form_or_the_rows_know(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456", size=1)
        products(harness, "Mail Server 2010")
        harness.alice.command("/incident", channel=CUSTOMERS)
        pack = options(harness, "U0ALICE", "Paid with")[0]
        wrong = {
            "What do you need?": "An on-site visit",
            "Title": "\u200b",
            "Product": "Mail Server 2010 (support ended on 30 Jun 2026)",
            "Cover": "24x7, around the clock",
            "Description": " ",
            "Paid with": pack,
        }
        harness.alice.fill(ANSWERS | wrong)
        harness.tess.command("/incident", channel=TRIAGE)
        assert harness.tess.submit(ANSWERS | {"Account": "Acme Ltd"}).ok
        errors = harness.alice.submit().errors
        assert {label: said[:40] for label, said in errors.items()} == {
            "What do you need?": "The contract does not cover on-site visi",
            "Title": "Please fill this in.",
            "Product": "Support for Mail Server 2010 ended on 30",
            "Reachable contacts (24x7)": "With 24x7 cover we may call you at night",
            "Description": "Please fill this in.",
            "Paid with": "The last incident of the pack ••••3456 h",
        }
        assert filed(harness).opened_by == "U0TESS"

    def test_of_a_pack_that_is_gone_come_with_the_next_drawing(self, harness: Harness) -> None:
        """The incident is not silently paid for in another way."""
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456", size=1)
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.tess.command("/incident", channel=TRIAGE)
        assert harness.tess.submit(ANSWERS | {"Account": "Acme Ltd"}).ok
        harness.alice.choose("24x7, around the clock", label="Cover")
        assert "can no longer be used" in notice(harness, "U0ALICE", "paid_with")

    def test_count_what_the_form_shows_and_a_client_leaves_out(self, harness: Harness) -> None:
        """*What do you need?* begins with help with a problem; some clients send only what was touched."""
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill({label: one for label, one in ANSWERS.items() if label != "What do you need?"})
        view = harness.slack.open_view("U0ALICE")
        assert view is not None
        typed = harness.slack.typed[view["id"]]
        values: dict[str, Any] = {}
        for (block, action), state in typed.items():
            values.setdefault(block, {})[action] = state
        assert "request" not in values
        assert harness.alice._send_form({**view, "state": {"values": values}}).ok
        assert filed(harness).request == "incident"


class TestWords:
    """`/incident` with words of one's own opens the form with them as title; commands keep their meaning."""

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("close the printer", "close the printer"),
            ("the printer is on fire", "the printer is on fire"),
            ("help my screen is black", "help my screen is black"),  # a cry for help, not for the list
            ("aide mon écran est noir", "aide mon écran est noir"),
            ("list of contacts is empty again", "list of contacts is empty again"),
            ("A printer is down", "A printer is down"),  # an article, no severity
            ("INC-4 has come back again", "INC-4 has come back again"),
            ("4 printers are down", "4 printers are down"),
            ("hello, our printers are down", "our printers are down"),
            ("list", None), ("hey list", None), ("bonjour, liste svp", None), ("admin please", None),
            ("thanks a lot", None), ("hello :wave:", None), ("help me please", None),
            ("admin", None), ("list please", None), ("liste des incidents", None),
            ("packs acme", None), ("show me", None),
        ],
    )  # fmt: skip
    def test_become_the_title(self, harness: Harness, typed: str, title: str | None) -> None:
        harness.people["U0MAX"].command("/incident", typed)
        view = harness.slack.open_view("U0MAX")
        is_form = view is not None and view["callback_id"] == "open_incident"
        assert is_form is (title is not None)
        if title is not None:
            assert field(harness, "U0MAX", "title")["element"]["initial_value"] == title

    @pytest.mark.parametrize(
        ("typed", "severity", "title"),
        [
            ("B please", "B", ""),
            ("Bonjour, B : plus de courriel", "B", "plus de courriel"),
            ("A: no mail", "A", "no mail"),
        ],
    )
    def test_that_begin_with_a_severity_choose_it(
        self, harness: Harness, typed: str, severity: str, title: str
    ) -> None:
        """Behind the command and in a message from whose menu the form is opened."""
        said = harness.alice.say(f"<@{harness.slack.bot_user}> {typed}", channel=CUSTOMERS).ts
        for opened in (
            lambda: harness.alice.command("/incident", typed, channel=CUSTOMERS),
            lambda: harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=said),
        ):
            assert opened().ok
            assert field(harness, "U0ALICE", "severity")["element"]["initial_option"]["value"] == severity
            assert field(harness, "U0ALICE", "title")["element"].get("initial_value", "") == title
            harness.slack.stacks["U0ALICE"].clear()

    @pytest.mark.parametrize("typed", ["INC-1", "inc 1", "#1", "1", "close INC-1", "INC-1 status?", "fermer INC-1"])
    def test_that_name_an_incident_show_it(self, harness: Harness, typed: str) -> None:
        harness.file()
        for ask in (lambda: harness.alice.command("/incident", typed, channel=CUSTOMERS),
                    lambda: harness.alice.mention(typed, channel=CUSTOMERS)):  # fmt: skip
            assert ask().ok
            assert "INC-1 · Mail is down" in harness.private_answers("U0ALICE")[-1]

    def test_that_are_too_long_for_a_title_are_kept_whole(self, harness: Harness) -> None:
        words = "the printer on the third floor " * 10
        harness.alice.command("/incident", words, channel=CUSTOMERS)
        title = field(harness, "U0ALICE", "title")["element"]["initial_value"]
        assert 140 < len(title) <= 150
        assert title.endswith("…")
        assert field(harness, "U0ALICE", "description")["element"]["initial_value"] == words.strip()
        answers = {label: one for label, one in ANSWERS.items() if label not in {"Title", "Description"}}
        assert harness.alice.submit(answers).ok
        assert filed(harness).description == words.strip()


QUESTIONS = [
    {"key": "asset", "labels": {"en": "Asset number", "fr": "Numéro de poste"}, "required": True,
     "products": ["MAIL-2022"]},
    {"key": "site", "labels": {"en": "Site", "fr": "Lieu"}, "kind": "select",
     "options": ["Paris", {"en": "Brussels", "fr": "Bruxelles"}]},
    {"key": "tried", "labels": {"en": "What changed?", "fr": "Qu’est-ce qui a changé\u202f?"}, "kind": "long text"},
]  # fmt: skip


def asking(questions: list[dict[str, Any]]) -> Policy:
    """Return the built-in policy with questions of the provider's own."""
    return BUILT_IN.model_copy(update={"form": FilingForm.model_validate({"extra": questions})})


def elsewhere(folder: Path) -> Path:
    """Return another folder, for a program that runs beside the first one."""
    other = folder / "later"
    other.mkdir()
    return other


@pytest.fixture
def curious(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """A program whose form asks the provider's own questions."""
    with journey.program(slack, tmp_path, policy=asking(QUESTIONS)) as guichet:
        yield Harness(slack, guichet, clock)


class TestExtraQuestions:
    """The provider's own questions are asked, kept as they were asked, and shown to the technicians."""

    def test_are_asked_for_their_products_and_stand_on_the_card(self, curious: Harness) -> None:
        curious.alice.command("/incident", channel=CUSTOMERS)
        assert field(curious, "U0ALICE", "extra_asset") == {}
        curious.alice.choose("Mail Server 2022", label="Product")
        answers = {"Asset number": "PC <42>", "Site": "Brussels", "What changed?": "Nothing\nthat I know"}
        assert curious.alice.submit(ANSWERS | answers).ok
        curious.deliver()
        card = curious.cards(TRIAGE)[-1]["ts"]
        for fact in ("Asset number", "PC <42>", "Site", "Brussels", "What changed?"):
            assert fact in curious.card(TRIAGE, card)
            assert fact in "".join(curious.thread(TRIAGE, card))
        assert "PC <42>" not in curious.card(CUSTOMERS, curious.cards(CUSTOMERS)[-1]["ts"])
        assert [one["key"] for one in filed(curious).extra_answers] == ["asset", "site", "tried"]
        assert filed(curious).extra_answers[1]["answers"] == {"en": "Brussels", "fr": "Bruxelles"}

    def test_can_be_corrected_and_each_correction_is_told(self, curious: Harness) -> None:
        """Technicians read what changed, in their language; the customer's channel, only that something did."""
        curious.alice.command("/incident", channel=CUSTOMERS)
        curious.alice.choose("Mail Server 2022", label="Product")
        assert curious.alice.submit(ANSWERS | {"Asset number": "PC 42", "Site": "Brussels"}).ok
        curious.deliver()
        cards = {channel: curious.cards(channel)[-1]["ts"] for channel in (CUSTOMERS, TRIAGE)}
        assert curious.alice.click("Edit", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        assert curious.alice.submit({"Asset number": "PC 43", "Site": "Paris", "What changed?": "A patch"}).ok
        curious.deliver()
        told = curious.thread(TRIAGE, cards[TRIAGE])[-1]
        for line in ("Asset number: “PC 42” → “PC 43”", "Site: “Brussels” → “Paris”", "(empty) → “A patch”"):
            assert line in told
        told = curious.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Asset number: changed" in told
        assert "PC 43" not in told
        assert "PC 43" in curious.card(TRIAGE, cards[TRIAGE])
        assert [one["key"] for one in filed(curious).extra_answers] == ["asset", "site", "tried"]
        assert curious.theo.click("Edit", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert curious.theo.submit({"Numéro de poste": "PC 44"}).ok
        curious.deliver()
        assert "PC 43" in curious.thread(TRIAGE, cards[TRIAGE])[-1]
        assert filed(curious).extra_answers[1]["answers"] == {"": "Paris"}

    def test_of_which_one_is_corrected_by_each_of_two_people_are_both_kept(self, curious: Harness) -> None:
        curious.alice.command("/incident", channel=CUSTOMERS)
        curious.alice.choose("Mail Server 2022", label="Product")
        assert curious.alice.submit(ANSWERS | {"Asset number": "PC 42", "Site": "Brussels"}).ok
        curious.deliver()
        for who, channel in ((curious.alice, CUSTOMERS), (curious.theo, TRIAGE)):
            assert who.click("Edit", channel=channel, ts=curious.cards(channel)[-1]["ts"]).ok
        assert curious.theo.submit({"Numéro de poste": "PC 43"}).ok
        assert curious.alice.submit({"Site": "Paris"}).ok
        assert "While you had this form open" in str(curious.slack.open_view("U0ALICE"))
        assert curious.alice.submit({}).ok
        answers = {one["key"]: one["answers"] for one in filed(curious).extra_answers}
        assert answers == {"asset": {"": "PC 43"}, "site": {"": "Paris"}}

    def test_are_asked_in_the_customers_language(self, curious: Harness) -> None:
        curious.bob.command("/incident", channel=CUSTOMERS)
        curious.bob.choose("Mail Server 2022", label="Produit")
        assert field(curious, "U0BOB", "extra_asset")["label"]["text"] == "Numéro de poste"
        options = field(curious, "U0BOB", "extra_site")["element"]["options"]
        assert [one["text"]["text"] for one in options] == ["Paris", "Bruxelles"]

    def test_need_an_answer_where_it_is_required(self, curious: Harness) -> None:
        curious.alice.command("/incident", channel=CUSTOMERS)
        curious.alice.choose("Mail Server 2022", label="Product")
        refused = curious.alice.submit(ANSWERS | {"Asset number": " \u200b", "Title": " "})
        assert refused.errors == {"Asset number": "Please fill this in.", "Title": "Please fill this in."}

    def test_that_leave_the_policy_while_the_form_is_open_count_as_they_were_asked(
        self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, curious: Harness
    ) -> None:
        curious.bob.command("/incident", channel=CUSTOMERS)
        curious.bob.choose("Mail Server 2022", label="Produit")
        curious.bob.fill({"Numéro de poste": "PC 42", "Lieu": "Bruxelles"})
        view = slack.open_view("U0BOB")
        with journey.program(slack, elsewhere(tmp_path), policy=asking([])) as changed:
            later = Harness(slack, changed, clock)
            assert later.bob.submit(
                {"Titre": "Panne", "Gravité": "🔵 C · impact minimal sur l’activité (réponse sous 8 heures ouvrées)",
                 "Couverture horaire": "Heures ouvrées", "Description": "Rien ne va."}, view=view,
            ).ok  # fmt: skip
            kept = filed(later).extra_answers
        assert [(one["labels"], one["answers"]) for one in kept] == [
            ({"": "Numéro de poste"}, {"": "PC 42"}), ({"": "Lieu"}, {"": "Brussels"}),
        ]  # fmt: skip

    def test_that_come_into_the_policy_meanwhile_are_asked_before_it_is_filed(
        self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, harness: Harness
    ) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        with journey.program(slack, elsewhere(tmp_path), policy=asking(QUESTIONS)) as changed:
            later = Harness(slack, changed, clock)
            assert later.alice.submit().ok
            assert "One more thing is asked" in notice(later, "U0ALICE", "new_questions")
            assert later.alice.submit({"Asset number": "PC 42"}).ok
            assert filed(later).title == "Mail is down"


class TestAttachments:
    """Files are named and linked on the technicians' card and in their thread, and kept with the incident."""

    def test_are_named_and_linked(self, harness: Harness) -> None:
        harness.file(Attachments=["screen.png", "mail.log"])  # type: ignore[arg-type] # several
        card = harness.cards(TRIAGE)[-1]["ts"]
        shown = json.dumps(harness.slack.message(TRIAGE, card)["blocks"])
        thread = json.dumps(harness.slack.thread(TRIAGE, card)[0]["blocks"])
        for name in ("screen.png", "mail.log"):
            assert f"/{name}|{name}>" in shown
            assert f"/{name}|{name}>" in thread
        assert [one["name"] for one in filed(harness).attachments] == ["screen.png", "mail.log"]
        assert "screen.png" not in harness.card(CUSTOMERS, harness.cards(CUSTOMERS)[-1]["ts"])

    @pytest.mark.parametrize(
        ("file", "told", "said"),
        [
            ({"id": "F1", "file_access": "check_file_info"}, None, "📎 F1 (of another organisation"),
            ({"id": "F1", "file_access": "check_file_info"}, {"id": "F1", "name": "a.log", "size": 9}, "📎 a.log"),
            ({"id": "F1", "name": "empty.txt", "size": 0}, None, "📎 empty.txt (empty file)"),
            ({"id": "F1", "name": None, "title": None}, None, "📎 F1"),
            ({"id": "F1", "name": "x<!here>.txt", "permalink": "javascript:alert(1)"}, None, "📎 x<!here>.txt"),
        ],
    )
    def test_that_are_odd_are_named_all_the_same(
        self, harness: Harness, file: dict[str, Any], told: dict[str, Any] | None, said: str
    ) -> None:
        if told:
            harness.slack.files["F1"] = told
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        view = harness.slack.open_view("U0ALICE")
        assert view is not None
        harness.slack.typed[view["id"]]["attachments", "attachments"] = {"type": "file_input", "files": [file]}
        assert harness.alice.submit().ok
        harness.deliver()
        assert said in harness.card(TRIAGE, harness.cards(TRIAGE)[-1]["ts"])

    def test_are_at_most_five(self, harness: Harness) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        refused = harness.alice.submit(ANSWERS | {"Attachments": [f"{one}.png" for one in range(6)]}, force=True)
        assert refused.errors == {"Attachments": "Please attach at most 5 files."}

    def test_are_not_asked_for_where_slack_refuses_that(self, harness: Harness) -> None:
        """An app that was installed before, without the scope, still opens the form."""
        harness.slack.fail("views.open", error="missing_scope", times=1)
        assert harness.alice.command("/incident", channel=CUSTOMERS).ok
        assert field(harness, "U0ALICE", "attachments") == {}
        harness.alice.choose("An on-site visit", label="What do you need?")
        assert field(harness, "U0ALICE", "attachments") == {}
