"""Who may file for whom, how the incident is paid for, and who sees it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, select

from bot.operations.packs.grant import grant_pack
from bot.policy import Policy
from bot.rules.packs import Grant
from models import Account, Incident, Membership, Pack, Product
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness
from tests.paying import manager_context


def account(harness: Harness, code: str, *members: str, buyer: str = "", **details: Any) -> int:
    """Register an account with these people, domains or channels, and return its number."""
    with harness.guichet.database.transaction() as session:
        row = Account(code=code, name=f"{code.title()} Ltd", **details)
        session.add(row)
        session.flush()
        assert row.id is not None
        for one in members:
            kind = "user" if one.startswith("U") else "channel" if one.startswith("C") else "domain"
            session.add(Membership(account_id=row.id, kind=kind, value=one, is_buyer=one == buyer))
        return row.id


def buy(harness: Harness, account_id: int, number: str, *, size: int = 5, bought_on: date = date(2026, 3, 3)) -> int:
    """Grant the account a pack and return its number."""
    with harness.guichet.database.transaction() as session:
        grant = Grant(account_id, number, size=size, bought_on=bought_on)
        pack = grant_pack(session, grant, context=manager_context(POLICY, harness.guichet.now()))
        assert pack.id is not None
        return pack.id


def balances(harness: Harness, account_id: int) -> list[int]:
    """Return what is left of each of the account's packs."""
    with harness.guichet.database.reading() as session:
        of_account = select(Pack.units_left).where(Pack.account_id == account_id)
        return list(session.exec(of_account.order_by(col(Pack.expires_at), col(Pack.id))))


def filed(harness: Harness) -> Incident:
    """Return the newest incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident).order_by(Incident.id.desc())).first()  # type: ignore[union-attr, return-value]


def options(harness: Harness, user: str, label: str) -> list[str]:
    """Return what a person may choose from in a field of the open form."""
    blocks = harness.slack.open_view(user)["blocks"]
    (element,) = [one["element"] for one in blocks if (one.get("label") or {}).get("text") == label]
    return [one["text"]["text"] for one in element["options"]]


class TestBelonging:
    """A person belongs to an account by name, by e-mail domain, or by being in its channel."""

    @pytest.mark.parametrize("member", ["U0ALICE", "example.com", CUSTOMERS])
    def test_is_seen_in_the_form_and_on_the_card(self, harness: Harness, member: str) -> None:
        acme = account(harness, "ACME", member)
        buy(harness, acme, "ORDER123456")
        cards = harness.file()
        for channel in (CUSTOMERS, TRIAGE):
            assert "Acme Ltd" in harness.card(channel, cards[channel])
            assert "Pack ••••3456" in harness.card(channel, cards[channel])
            assert "ORDER123456" not in harness.card(channel, cards[channel])
        assert balances(harness, acme) == [4]
        assert filed(harness).billing == "reserved"

    def test_by_channel_counts_wherever_the_person_files(self, harness: Harness) -> None:
        acme = account(harness, "ACME", CUSTOMERS)
        harness.alice.shortcut("file_incident")
        assert harness.alice.submit(ANSWERS).ok
        assert filed(harness).account_id == acme

    @pytest.mark.parametrize("is_silent", [False, True])
    def test_by_channel_ends_when_somebody_leaves_it(self, harness: Harness, *, is_silent: bool) -> None:
        """At once, also for a form that is open already, and where Slack cannot be asked."""
        account(harness, "ACME", CUSTOMERS)
        harness.file()
        assert "INC-1" in str(harness.alice.command("/incident", "list").body)
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.leave(CUSTOMERS)
        if is_silent:
            harness.slack.fail("users.conversations", status=500, times=2)
        refused = harness.alice.submit(ANSWERS)
        assert "do not seem to belong to this account" in next(iter(refused.errors.values()))
        assert "INC-1" not in str(harness.alice.command("/incident", "list").body)

    def test_by_channel_counts_for_an_open_form_where_slack_has_never_told(self, harness: Harness) -> None:
        account(harness, "ACME", CUSTOMERS)
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.slack.fail("users.conversations", status=500)
        assert harness.alice.submit(ANSWERS).ok
        assert filed(harness).account_id == 1

    @pytest.mark.parametrize("details", [{"team_id": "T0OTHER"}, {"is_email_confirmed": False}])
    def test_by_an_address_that_proves_nothing_does_not_count(self, harness: Harness, details: dict[str, Any]) -> None:
        """An administrator of another workspace can give its members any address."""
        harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US", email="eve@acme.test", **details)
        harness.slack.add_member(CUSTOMERS, "U0EVE")
        account(harness, "ACME", "acme.test")
        eve = harness.people["U0EVE"]
        eve.command("/incident", channel=CUSTOMERS)
        assert eve.submit(ANSWERS).ok
        assert filed(harness).account_id is None

    def test_to_two_accounts_is_asked(self, harness: Harness) -> None:
        account(harness, "ACME", "U0ALICE")
        beta = account(harness, "BETA", "example.com")
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert options(harness, "U0ALICE", "Account") == ["Acme Ltd", "Beta Ltd"]
        refused = harness.alice.submit(ANSWERS, force=True)  # The local workspace does not ask for what is missing.
        assert refused.errors == {"Account": "Please say which account it is for."}
        assert harness.alice.submit(ANSWERS | {"Account": "Beta Ltd"}).ok
        assert filed(harness).account_id == beta

    def test_to_two_accounts_is_asked_of_a_message_too_and_its_words_stay(self, harness: Harness) -> None:
        """Slack keeps what was typed when the form is redrawn, not what the form began with."""
        account(harness, "ACME", "U0ALICE")
        account(harness, "BETA", "U0ALICE")
        said = harness.bob.say("The printer is on fire", channel=CUSTOMERS)
        harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=said.ts)
        harness.alice.choose("Beta Ltd", label="Account")
        assert harness.alice.submit({label: one for label, one in ANSWERS.items() if label != "Description"}).ok
        assert filed(harness).description == "The printer is on fire"

    def test_to_the_account_of_the_channel_needs_no_question(self, harness: Harness) -> None:
        account(harness, "BETA", "U0ALICE")
        acme = account(harness, "ACME", CUSTOMERS)
        harness.file()
        assert filed(harness).account_id == acme

    def test_to_no_account_is_told_what_to_do(self, harness: Harness) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        shown = harness.slack.text_of(harness.slack.open_view("U0ALICE"))
        assert "You do not belong to an account here" in shown
        assert "/incident claim" in shown
        assert "@max" in shown
        assert harness.alice.submit(ANSWERS).ok
        assert filed(harness).billing == "pay_per_incident"

    def test_decides_the_calendar_of_the_deadline(self, harness: Harness) -> None:
        """An account without a calendar has the default one."""
        account(harness, "ACME", "U0ALICE")
        cards = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")
        assert "Mon 23 Nov 2026, 17:00 CET" in harness.card(CUSTOMERS, cards[CUSTOMERS])


class TestPacks:
    """A unit is set aside at filing, of the pack that expires first or of the chosen one."""

    def test_are_offered_with_their_balance(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "LATER-22222", bought_on=date(2026, 9, 1))
        buy(harness, acme, "FIRST-11111")
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert options(harness, "U0ALICE", "Paid with") == [
            "Pack ••••1111: uses 1 of 5, expires 3 Mar 2027",
            "Pack ••••2222: uses 1 of 5, expires 1 Sep 2027",
            "Pay per incident",
        ]
        assert harness.alice.submit(ANSWERS | {"Paid with": "Pack ••••2222: uses 1 of 5, expires 1 Sep 2027"}).ok
        assert balances(harness, acme) == [5, 4]
        harness.file()
        assert balances(harness, acme) == [4, 4]

    def test_need_not_pay(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456")
        harness.file(**{"Paid with": "Pay per incident"})
        assert balances(harness, acme) == [5]
        assert filed(harness).billing == "pay_per_incident"

    def test_that_a_colleague_has_used_up_meanwhile_are_refused_and_the_text_is_kept(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "example.com")
        buy(harness, acme, "ORDER123456", size=1)
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS | {"Paid with": options(harness, "U0ALICE", "Paid with")[0]})
        tess = harness.people["U0TESS"]
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        tess.command("/incident", channel=CUSTOMERS)
        assert tess.submit(ANSWERS | {"Account": "Acme Ltd"}).ok
        refused = harness.alice.submit()
        assert refused.errors == {
            "Paid with": "The last incident of the pack ••••3456 has just been used. Please choose another way to pay."
        }
        assert harness.alice.submit({"Paid with": "Pay per incident"}).ok
        assert filed(harness).title == "Mail is down"

    def test_that_expire_while_the_form_is_open_are_refused(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456", bought_on=date(2025, 11, 24))  # expires tonight at midnight in Paris
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS | {"Paid with": options(harness, "U0ALICE", "Paid with")[0]})
        harness.clock.tick(15 * 3600)  # 24 November, 0:00
        refused = harness.alice.submit()
        assert refused.errors == {"Paid with": "The pack ••••3456 has expired. Please choose another way to pay."}
        assert balances(harness, acme) == [5]

    def test_told_low_once(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0ALICE", "U0BOB", buyer="U0BOB")
        buy(harness, acme, "ORDER123456", size=2)
        harness.file()
        harness.file()
        assert len([one for one in harness.direct("U0BOB") if "••••3456" in one]) == 1

    def test_chosen_for_one_account_are_not_those_of_another(self, harness: Harness) -> None:
        """Slack keeps what was chosen in a field of the same name when the form is redrawn."""
        acme, beta = account(harness, "ACME", "U0ALICE"), account(harness, "BETA", "U0ALICE")
        buy(harness, acme, "ORDER-ACME1")
        buy(harness, beta, "ORDER-BETA2")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.choose("Acme Ltd", label="Account")
        harness.alice.fill({"Paid with": "Pack ••••CME1: uses 1 of 5, expires 3 Mar 2027"})
        harness.alice.choose("Beta Ltd", label="Account")
        assert harness.alice.submit(ANSWERS).ok
        assert (balances(harness, acme), balances(harness, beta)) == ([5], [4])


class TestRequired:
    """Where the contract requires a pack, nothing is filed without one."""

    @pytest.fixture
    def strict(
        self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, policy: Policy
    ) -> Iterator[Harness]:
        """A program whose contract requires packs."""
        wanted = policy.model_copy(update={"packs": policy.packs.model_copy(update={"required": True})})
        with journey.program(slack, tmp_path, policy=wanted) as guichet:
            yield Harness(slack, guichet, clock)

    def test_of_no_account_is_told_before_anything_is_typed(self, strict: Harness) -> None:
        said = strict.alice.command("/incident", channel=CUSTOMERS)
        assert said.body["text"].startswith("Incidents can only be paid for with prepaid packs here")

    def test_of_an_account_with_nothing_left_too(self, strict: Harness) -> None:
        account(strict, "ACME", "U0ALICE")
        said = strict.alice.command("/incident", channel=CUSTOMERS)
        assert said.body["text"].startswith("Acme Ltd has no prepaid incidents left.")

    def test_last_unit_taken_by_a_colleague_is_no_dead_end(self, strict: Harness) -> None:
        """There is no other pack to choose, so the form says how to get one."""
        acme = account(strict, "ACME", "U0ALICE", "U0TESS")
        buy(strict, acme, "ORDER123456", size=1)
        strict.alice.command("/incident", channel=CUSTOMERS)
        strict.alice.fill(ANSWERS | {"Paid with": options(strict, "U0ALICE", "Paid with")[0]})
        strict.slack.add_member(CUSTOMERS, "U0TESS")
        strict.tess.command("/incident", channel=CUSTOMERS)
        assert strict.tess.submit(ANSWERS | {"Account": "Acme Ltd"}).ok
        refused = strict.alice.submit()
        assert refused.errors["Paid with"].startswith("Acme Ltd has no prepaid incidents left.")

    def test_a_pack_pays(self, strict: Harness) -> None:
        acme = account(strict, "ACME", "U0ALICE")
        buy(strict, acme, "ORDER123456", size=1)
        strict.file()
        assert balances(strict, acme) == [0]


class TestEligibility:
    """What the contract does not cover is refused before a unit is set aside."""

    def test_ended_product(self, harness: Harness) -> None:
        """Retired while the form was open."""
        acme = account(harness, "ACME", "U0ALICE")
        buy(harness, acme, "ORDER123456")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        retire(harness, date(2026, 11, 22))
        refused = harness.alice.submit()
        assert refused.errors["Product"].startswith("Support for Mail Server 2022 ended on 22 Nov 2026")
        assert balances(harness, acme) == [5]

    def test_last_day_counts_in_the_zone_of_the_calendar(self, harness: Harness) -> None:
        retire(harness, date(2026, 11, 23))
        cards = harness.file(Product="Mail Server 2022 (support ends today)")
        assert "Mail Server 2022: support ends on 23 Nov 2026" in harness.card(CUSTOMERS, cards[CUSTOMERS])

    def test_exception_is_recorded_and_shown_to_technicians(self, harness: Harness) -> None:
        harness.slack.add_member(CUSTOMERS, "U0THEO")
        retire(harness, date(2024, 1, 1))
        harness.theo.command("/incident", channel=CUSTOMERS)
        asked = dict(zip(ANSWERS_FR, ANSWERS_FR_VALUES, strict=True))
        assert not harness.theo.submit(asked).ok
        assert harness.theo.submit({"Motif d’une exception": "Geste commercial"}).ok
        harness.deliver()
        assert "Geste commercial" in harness.card(TRIAGE, harness.cards(TRIAGE)[-1]["ts"])
        assert "Geste commercial" not in harness.card(CUSTOMERS, harness.cards(CUSTOMERS)[-1]["ts"])
        account(harness, "ACME", CUSTOMERS)
        assert "Geste commercial" not in str(harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)

    def test_exception_that_is_none_is_not_recorded(self, harness: Harness) -> None:
        harness.tess.command("/incident", channel=TRIAGE)
        assert harness.tess.submit(ANSWERS | {"Reason for an exception": "Just in case"}).ok
        assert filed(harness).exception_reason == ""


ANSWERS_FR = ("De quoi avez-vous besoin\u202f?", "Titre", "Produit", "Gravité", "Couverture horaire", "Description")
ANSWERS_FR_VALUES = (
    "De l’aide pour un problème",
    "Panne",
    "Mail Server 2022 (support terminé le 1er janv. 2024)",
    "🔵 C · impact minimal sur l’activité (réponse sous 8 heures ouvrées)",
    "Heures ouvrées",
    "Rien ne va.",
)


def retire(harness: Harness, last_day: date) -> None:
    """End the support of the product on this day."""
    with harness.guichet.database.transaction() as session:
        session.get_one(Product, 1).extended_end = last_day


class TestVisibility:
    """Nothing of one account is ever visible to another."""

    def test_of_an_accounts_incident(self, harness: Harness) -> None:
        account(harness, "ACME", "U0ALICE", "U0BOB")
        account(harness, "EVIL", "U0EVE")
        harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        harness.slack.add_member(CUSTOMERS, "U0EVE")
        harness.file()
        eve = harness.people["U0EVE"]
        for text in ("show INC-1", "explain INC-1"):
            assert eve.command("/incident", text, channel=CUSTOMERS).body["text"].startswith("There is no INC-1 here.")
        assert "INC-1" not in str(eve.command("/incident", "list", channel=CUSTOMERS).body)
        assert "INC-1" in str(harness.bob.command("/incident", "list", channel=CUSTOMERS).body)
        assert "Mail is down" in str(harness.bob.command("/incident", "show INC-1", channel=CUSTOMERS).body)

    def test_ends_when_somebody_leaves_the_account(self, harness: Harness) -> None:
        account(harness, "ACME", "U0ALICE")
        harness.file()
        with harness.guichet.database.transaction() as session:
            session.delete(session.exec(select(Membership)).one())
        said = harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS)
        assert said.body["text"].startswith("There is no INC-1 here.")

    def test_of_an_own_incident_of_no_account(self, harness: Harness) -> None:
        harness.file()
        assert "Mail is down" in str(harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        said = harness.bob.command("/incident", "show INC-1", channel=CUSTOMERS)
        assert "INC-1" in said.body["text"]
        assert "Mail is down" not in str(said.body)

    def test_managers_and_technicians_see_all(self, harness: Harness) -> None:
        account(harness, "ACME", "U0ALICE")
        harness.file()
        harness.slack.add_member(CUSTOMERS, "U0MAX")
        for user, channel in (("U0MAX", CUSTOMERS), ("U0TESS", TRIAGE)):
            assert "Mail is down" in str(harness.people[user].command("/incident", "show INC-1", channel=channel).body)


class TestPlace:
    """Nothing about one account is ever posted in the channel of another."""

    def test_of_a_customer_of_another_account_is_a_direct_message(self, harness: Harness) -> None:
        account(harness, "ACME", CUSTOMERS)
        beta = account(harness, "BETA", "U0ALICE")
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert harness.alice.submit(ANSWERS | {"Account": "Beta Ltd"}).ok
        harness.deliver()
        assert filed(harness).account_id == beta
        assert harness.cards(CUSTOMERS) == []
        assert "INC-1 · Mail is down" in harness.direct("U0ALICE")[0]

    def test_of_what_a_technician_files_for_another_account_is_a_direct_message(self, harness: Harness) -> None:
        account(harness, "ACME", CUSTOMERS)
        account(harness, "BETA", "U0BOB")
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        harness.tess.command("/incident", channel=CUSTOMERS)
        assert harness.tess.submit(ANSWERS | {"Account": "Beta Ltd"}).ok
        harness.deliver()
        assert harness.cards(CUSTOMERS) == []

    def test_speaks_the_language_of_the_account(self, harness: Harness) -> None:
        account(harness, "ACME", CUSTOMERS, locale="fr")
        cards = harness.file()
        assert "En attente" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert "Waiting for a technician" in harness.card(TRIAGE, cards[TRIAGE])


class TestOnBehalf:
    """A technician files for a customer."""

    def test_may_be_for_nobody(self, harness: Harness) -> None:
        """The field says so: emptied, it is an incident of the technician's own."""
        account(harness, "ACME", CUSTOMERS)
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        harness.tess.command("/incident", channel=CUSTOMERS)
        assert harness.tess.submit(ANSWERS | {"Account": None}).ok
        assert filed(harness).account_id is None

    def test_goes_to_the_accounts_channel_and_pack(self, harness: Harness) -> None:
        acme = account(harness, "ACME", CUSTOMERS)
        buy(harness, acme, "ORDER123456")
        harness.tess.command("/incident", channel=TRIAGE)
        harness.tess.choose("Acme Ltd", label="Account")
        assert options(harness, "U0TESS", "Paid with")[0] == "Pack ••••3456: uses 1 of 5, expires 3 Mar 2027"
        assert harness.tess.submit(ANSWERS).ok
        harness.deliver()
        assert "@tess" in harness.card(CUSTOMERS, harness.cards(CUSTOMERS)[0]["ts"])
        assert balances(harness, acme) == [4]

    def test_a_manager_may_be_a_customer_too(self, harness: Harness) -> None:
        acme = account(harness, "ACME", "U0MAX")
        harness.slack.add_member(CUSTOMERS, "U0MAX")
        max_ = harness.people["U0MAX"]
        max_.command("/incident", channel=CUSTOMERS)
        assert max_.submit(dict(zip(ANSWERS_FR, ANSWERS_FR_VALUES, strict=True)) | {"Produit": "Mail Server 2022"}).ok
        assert filed(harness).account_id == acme


def test_pack_of_another_account_is_refused_whatever_the_form_says(harness: Harness) -> None:
    acme, beta = account(harness, "ACME", "U0ALICE"), account(harness, "BETA", "U0BOB")
    buy(harness, acme, "ORDER123456")
    foreign = buy(harness, beta, "ORDER999999")
    harness.alice.command("/incident", channel=CUSTOMERS)
    harness.alice.fill(ANSWERS | {"Paid with": "Pack ••••3456: uses 1 of 5, expires 3 Mar 2027"})
    with harness.guichet.database.transaction() as session:  # The pack that the form offers becomes somebody else's.
        offered = session.exec(select(Pack).where(Pack.account_id == acme)).one()
        offered.account_id = beta
    refused = harness.alice.submit()
    assert refused.errors == {"Paid with": "Please choose one."}
    assert foreign != offered.id
    assert balances(harness, beta) == [5, 5]
