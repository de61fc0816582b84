"""*Edit* on a card: either side corrects what was filed, and both read what has changed."""

import pytest

from bot.database import Database
from models import Product
from tests.fake_slack import FakeSlack
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.people import Person


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident."""
    return harness.file()


def add_products(database: Database, count: int) -> None:
    with database.transaction() as session:
        session.add_all([Product(code=f"p{one}", name=f"Product {one:03}") for one in range(count)])


def edit(harness: Harness, who: Person, cards: dict[str, str], **answers: str) -> dict[str, str]:
    """Let somebody edit it with the button on their card; return the errors of the form."""
    channel = TRIAGE if who.id in {"U0THEO", "U0TESS"} else CUSTOMERS
    assert who.click("Edit", channel=channel, ts=cards[channel]).ok
    answer = who.submit(answers)
    harness.deliver()
    return dict(answer.errors)


def shown(harness: Harness, who: Person) -> str:
    """Return what the open form says and holds."""
    return str(harness.slack.open_view(who.id)["blocks"])


class TestEdit:
    """The form shows what is there, and both sides read what was changed."""

    def test_is_read_by_both_sides(self, harness: Harness, cards: dict[str, str]) -> None:
        assert edit(harness, harness.alice, cards, Title="Mail is <slow>", Description="Since ten.") == {}
        for channel in (CUSTOMERS, TRIAGE):
            said = harness.thread(channel, cards[channel])[-1]
            assert "@alice has edited INC-1:" in said
            assert "Title: “Mail is down” → “Mail is <slow>”" in said
            assert "Description: “Nobody gets mail since nine.” → “Since ten.”" in said
            assert "Mail is <slow>" in harness.card(channel, cards[channel])
            assert "Since ten." in harness.card(channel, cards[channel])
        history = str(harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        assert "edited it. Title: “Mail is down” → “Mail is &lt;slow&gt;” · Description:" in history

    def test_reads_in_french(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.theo.click("Edit", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert harness.theo.submit({"Titre": "Courrier lent", "Couverture horaire": "Heures ouvrées"}).ok
        assert harness.theo.command("/incident", "show INC-1", channel=TRIAGE).ok
        history = harness.private_answers("U0THEO")[-1]
        assert "l’a modifié. Titre\xa0: «\xa0Mail is down\xa0» → «\xa0Courrier lent\xa0»" in history

    def test_to_24x7_needs_contacts_that_only_technicians_read(self, harness: Harness, cards: dict[str, str]) -> None:
        around = "24x7, around the clock"
        (field, said), *more = edit(harness, harness.alice, cards, Cover=around).items()
        assert (field, more) == ("Reachable contacts (24x7)", [])
        assert said.startswith("With 24x7 cover we may call you at night")
        phone = "Bob, +33 1 23 45 67 89"
        assert edit(harness, harness.alice, cards, **{"Cover": around, "Reachable contacts (24x7)": phone}) == {}
        assert "Cover: Business hours → 24x7, around the clock" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Reachable contacts (24x7): changed" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert f"Reachable contacts (24x7): (empty) → “{phone}”" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        asked = {who: str(who.command("/incident", "show INC-1").body) for who in (harness.alice, harness.tess)}
        assert (phone in asked[harness.alice], phone in asked[harness.tess]) == (False, True)
        explained = str(harness.alice.command("/incident", "explain INC-1").body)
        assert "<@U0ALICE> changed the cover to 24x7, around the clock." in explained
        assert "fell back" not in explained

    @pytest.mark.parametrize("count", [2, 120])
    def test_of_the_product_offers_the_catalogue_however_large(
        self, harness: Harness, cards: dict[str, str], count: int
    ) -> None:
        add_products(harness.guichet.database, count)
        assert edit(harness, harness.tess, cards, Product="Product 001") == {}
        assert "Product: “Mail Server 2022” → “Product 001”" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert edit(harness, harness.tess, cards)["Title"].startswith("Nothing has been changed.")

    def test_adds_files_that_both_sides_see(self, harness: Harness, cards: dict[str, str]) -> None:
        assert edit(harness, harness.alice, cards, Attachments=["screen.png", "mail.log"]) == {}  # type: ignore[arg-type]
        for channel in (CUSTOMERS, TRIAGE):
            said = harness.thread(channel, cards[channel])[-1]
            assert "Attachments: added 📎 screen.png" in said
            assert "Attachments: added 📎 mail.log" in said
        assert "📎 screen.png" in harness.card(TRIAGE, cards[TRIAGE])
        history = str(harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        assert "screen.png" in history
        assert "'max_files': 3" in self.opened(harness, cards)
        assert edit(harness, harness.theo, cards, **{"Pièces jointes": ["a.png", "b.png", "c.png"]}) == {}  # type: ignore[arg-type]
        assert "file_input" not in self.opened(harness, cards)

    def opened(self, harness: Harness, cards: dict[str, str]) -> str:
        """Open the form for Alice, and return its fields."""
        assert harness.alice.click("Edit", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        asked = shown(harness, harness.alice)
        harness.alice.close_form()
        return asked

    def test_asks_for_no_files_where_slack_refuses_that(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.fail("views.open", error="missing_scope", times=1)
        assert "file_input" not in self.opened(harness, cards)

    def test_is_offered_under_more_too(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.choose(harness.tess, "edit", cards[TRIAGE])
        assert "Nobody gets mail since nine." in shown(harness, harness.tess)

    @pytest.mark.usefixtures("lacking_scope")
    def test_asks_for_no_files_under_more_where_the_app_may_not(self, harness: Harness, cards: dict[str, str]) -> None:
        """Slack reports no error where it does not show a form that answers another one."""
        harness.choose(harness.tess, "edit", cards[TRIAGE])
        asked = shown(harness, harness.tess)
        assert "file_input" not in asked
        assert "lacks the permission `files:read`" in asked
        assert harness.tess.submit({"Description": "Since ten."}).ok
        harness.slack.scopes.append("files:read")
        harness.choose(harness.tess, "edit", cards[TRIAGE])
        assert "file_input" in shown(harness, harness.tess)


@pytest.fixture
def lacking_scope(slack: FakeSlack) -> None:
    """An app that was installed before it needed the scope."""
    slack.scopes.remove("files:read")


class TestTwoAtOnce:
    """The second is told what the first has changed, and loses nothing of their own."""

    def test_are_both_kept(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Edit", channel=TRIAGE, ts=cards[TRIAGE])
        assert edit(harness, harness.alice, cards, Title="Mail is slow") == {}
        assert harness.tess.submit({"Description": "Since ten."}).ok
        told = shown(harness, harness.tess)
        assert "While you had this form open, <@U0ALICE> edited the incident:" in told
        assert "Title: “Mail is down” → “Mail is slow”" in told
        assert edit(harness, harness.alice, cards, Cover="Business hours", Title="Mail is very slow") == {}
        assert harness.tess.submit({}).ok  # Once more: what was typed is still hers.
        assert "“Mail is slow” → “Mail is very slow”" in shown(harness, harness.tess)
        assert harness.tess.submit({}).ok
        harness.deliver()
        assert "Mail is very slow" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert "Since ten." in harness.card(CUSTOMERS, cards[CUSTOMERS])

    def test_keep_what_was_attached(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Edit", channel=TRIAGE, ts=cards[TRIAGE])
        assert edit(harness, harness.alice, cards, Title="Mail is slow") == {}
        assert harness.tess.submit({"Attachments": ["screen.png"]}).ok
        assert harness.tess.submit({}).ok
        harness.deliver()
        assert "added 📎 screen.png" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]

    def test_of_one_field_are_the_choice_of_the_second(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Edit", channel=TRIAGE, ts=cards[TRIAGE])
        assert edit(harness, harness.alice, cards, Title="Mail is slow") == {}
        assert harness.tess.submit({"Title": "Mail is gone"}).ok
        assert "Mail is slow" in shown(harness, harness.tess)
        assert "Mail is gone" in shown(harness, harness.tess)
        harness.deliver()
        assert "Mail is slow" in harness.card(CUSTOMERS, cards[CUSTOMERS])  # Not yet.
        assert harness.tess.submit({}).ok
        harness.deliver()
        assert "“Mail is slow” → “Mail is gone”" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]

    def test_of_a_form_that_was_sent_twice_one_counts(self, harness: Harness, cards: dict[str, str]) -> None:
        assert edit(harness, harness.tess, cards, Title="Mail is slow") == {}
        assert harness.tess.resubmit().ok
        harness.deliver()
        assert len([one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "has edited" in one]) == 1

    def test_and_closing_meanwhile_is_told_in_the_form(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Edit", channel=TRIAGE, ts=cards[TRIAGE])
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        assert harness.tess.submit({"Title": "Late"}).errors["Title"].startswith("INC-1 is closed.")
