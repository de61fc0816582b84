"""A manager keeps accounts, members, packs, products and certificates, as people in Slack see it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, select

from models import Account, Event, Membership, Pack, Product, TaxCertificate
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.full_house import full_after_commit
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack, left
from tests.people import Answer, Person

WHAT = "What do you want to do?"
TESS = "U0TESS"
"""The manager of most of these stories: a technician as well, who reads English."""

GOOD_PACK = {"Order confirmation number": "ord 1234-5678", "Incidents bought": "5"}

GOOD_PRODUCT = {"Code": "db-2019", "Name": "Database 2019", "End of mainstream support": "2026-12-31"}

GOOD_CERTIFICATE = {
    "Number of the certificate": "TX-998877",
    "Country": "fr",
    "Valid from": "2026-01-01",
    "Valid to": "2026-12-31",
    "Where the document is kept": "Drive/Tax/acme.pdf",
}


@pytest.fixture
def admin(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with Tess as a manager, and one account."""
    with journey.program(slack, tmp_path, managers=(TESS,)) as guichet:
        add_account(guichet.database)
        yield Harness(slack, guichet, clock)


def begin(harness: Harness, act: str, **choice: str) -> Person:
    """Let the manager choose what to do, and to which account or product; return the manager with the form open."""
    harness.tess.command("/incident", "admin", channel=TRIAGE)
    assert harness.tess.submit({WHAT: act}).ok
    if choice:
        ((label, chosen),) = choice.items()
        assert harness.tess.submit({label: chosen}).ok
    return harness.tess


def seen(harness: Harness) -> str:
    """Return the form that the manager has open."""
    return harness.slack.text_of(harness.slack.open_view(TESS) or {})


def rows(harness: Harness, table: type[Any]) -> list[Any]:
    """Return all rows of a table, oldest first."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(table).order_by(col(table.id))).all())


def acts(harness: Harness) -> list[tuple[str, str]]:
    """Return what was recorded in the audit trail, and who did it."""
    return [(one.kind, one.actor) for one in rows(harness, Event)]


class TestDoor:
    """Only managers come in, whatever they send."""

    def test_is_closed_to_others(self, admin: Harness) -> None:
        admin.alice.command("/incident", "admin", channel=CUSTOMERS)
        assert "Only managers can do this" in admin.private_answers("U0ALICE")[-1]
        assert admin.slack.open_view("U0ALICE") is None

    @pytest.mark.parametrize("step", ["menu", "account", "form"])
    def test_is_closed_to_forged_forms(self, admin: Harness, step: str) -> None:
        """Alice sends what only Tess could have had on the screen."""
        admin.tess.command("/incident", "admin", channel=TRIAGE)
        answers: dict[str, Any] = {WHAT: "Grant a pack"}
        if step != "menu":
            admin.tess.submit(answers)
            answers = {"Account": "Acme (ACME)"}
        if step == "form":
            admin.tess.submit(answers)
            answers = {"Order confirmation number": "ORD1"}
        admin.tess.fill(answers)
        view = admin.slack.open_view(TESS)
        assert view
        admin.slack.stacks["U0ALICE"].append(view["id"])
        answer = admin.alice.submit(answers)
        assert list(answer.errors.values()) == ["Only managers can do this: they are named in Guichet’s settings."]
        assert rows(admin, Pack) == []

    def test_is_open_to_a_manager_who_is_a_customer(self, harness: Harness) -> None:
        """Max manages and is a member of an account; he reads French."""
        account = add_account(harness.guichet.database, buyers=["U0MAX"])
        add_pack(harness.guichet.database, POLICY, account_id=account)
        max_ = harness.people["U0MAX"]
        max_.command("/incident", "admin")
        assert max_.submit({"Que voulez-vous faire\u202f?": "Corriger un solde"}).ok
        assert max_.submit({"Compte": "Acme (ACME)"}).ok
        pack = "Pack ••••" + rows(harness, Pack)[0].confirmation[-4:] + "\u00a0: 5 restants, expire le 23 nov. 2027"
        assert max_.submit({"Pack": pack, "Correction": "-1", "Motif": "Convenu"}).ok
        assert left(harness.guichet.database, 1) == 4

    def test_says_at_once_that_there_is_nothing_to_choose(self, harness: Harness) -> None:
        max_ = harness.people["U0MAX"]
        max_.command("/incident", "admin")
        answer = max_.submit({"Que voulez-vous faire\u202f?": "Attribuer un pack"})
        assert "Ajoutez-en d’abord un" in answer.errors["Que voulez-vous faire\u202f?"]


class TestPacks:
    """Packs are granted, and balances corrected."""

    def test_are_granted(self, admin: Harness) -> None:
        assert begin(admin, "Grant a pack", Account="Acme (ACME)").submit(GOOD_PACK).ok
        assert "The pack ••••5678 has been granted: 5 incidents." in seen(admin)
        (pack,) = rows(admin, Pack)
        assert (pack.confirmation, pack.bought_on, pack.expires_on) == (
            "ORD12345678", date(2026, 11, 23), date(2027, 11, 23)
        )  # fmt: skip
        assert ("grant_pack", TESS) in acts(admin)

    def test_are_granted_once_if_the_form_comes_twice(self, admin: Harness) -> None:
        begin(admin, "Grant a pack", Account="Acme (ACME)").submit(GOOD_PACK)
        assert admin.tess.resubmit().ok
        assert len(rows(admin, Pack)) == 1

    def test_are_refused_at_the_field(self, admin: Harness) -> None:
        add_pack(admin.guichet.database, POLICY, account_id=1, number="TAKEN1")
        tess = begin(admin, "Grant a pack", Account="Acme (ACME)")
        for field, given, said in (
            ("Incidents bought", "5.5", "a whole number from 1 to 1000"),
            ("Incidents bought", "0", "a whole number from 1 to 1000"),
            ("Incidents bought", "1001", "a whole number from 1 to 1000"),
            ("Incidents bought", "five", "a whole number from 1 to 1000"),
            ("Order confirmation number", "-", "fill this in"),
            ("Order confirmation number", "TAKEN 1", "There is already a pack with this"),
            ("Expires on", "2026-11-23", "expire before it can be used"),
            ("Bought on", "1926-11-23", "no such date"),
            ("Bought on", "2026-11-25", "is in the future"),
        ):
            refused = tess.submit({**GOOD_PACK, "Bought on": "2026-11-23", "Expires on": None, field: given})
            assert list(refused.errors) == [field]
            assert said in refused.errors[field]
        assert len(rows(admin, Pack)) == 1

    def test_are_corrected(self, admin: Harness) -> None:
        add_pack(admin.guichet.database, POLICY, account_id=1, number="ORD12345678")
        tess = begin(admin, "Correct a balance", Account="Acme (ACME)")
        answers = {"Pack": "Pack ••••5678: 5 left, expires 23 Nov 2027", "Reason": "Agreed by phone"}
        for units, said in (("0", "how many incidents"), ("-6", "Only 5 incidents are left"), ("1.5", "whole number")):
            assert said in tess.submit(answers | {"Correction": units}).errors["Correction"]
        assert tess.submit(answers | {"Correction": "+2"}).ok
        assert "7 left" in seen(admin)
        begin(admin, "Correct a balance", Account="Acme (ACME)")
        answers["Pack"] = "Pack ••••5678: 7 left, expires 23 Nov 2027"
        assert tess.submit(answers | {"Correction": "\N{MINUS SIGN}7"}).ok
        assert left(admin.guichet.database, 1) == 0

    def test_that_have_expired_cannot_be_corrected(self, admin: Harness) -> None:
        add_pack(admin.guichet.database, POLICY, account_id=1)
        admin.clock.move_to("2027-11-23 08:00:00")
        admin.tess.command("/incident", "admin", channel=TRIAGE)
        admin.tess.submit({WHAT: "Correct a balance"})
        assert "no valid pack" in admin.tess.submit({"Account": "Acme (ACME)"}).errors["Account"]


class TestConfirmation:
    """An act is confirmed however busy Guichet is: a manager who reads "nothing was saved" would do it again."""

    @pytest.mark.parametrize(
        ("act", "answers", "said"),
        [
            ("Grant a pack", GOOD_PACK, "••••5678"),
            ("Correct a balance", {"Correction": "+2", "Reason": "Agreed by phone"}, "7 left"),
            ("Members of an account", {"E-mail domain, or a Slack ID": "acme.com"}, "Acme"),
            ("Change an account", {"Name": "Acme & Co"}, "Acme"),
            ("Register a tax exemption certificate", GOOD_CERTIFICATE, "Acme"),
        ],
    )
    def test_needs_no_other_turn(self, admin: Harness, act: str, answers: dict[str, str], said: str) -> None:
        add_pack(admin.guichet.database, POLICY, account_id=1, number="ORD99999999")
        tess = begin(admin, act, Account="Acme (ACME)")
        if act == "Correct a balance":
            answers = answers | {"Pack": "Pack ••••9999: 5 left, expires 23 Nov 2027"}
        with full_after_commit(admin.guichet.database):
            answer = tess.submit(answers)
        assert answer.ok, answer
        assert said in seen(admin)


class TestAccounts:
    """Accounts are added and changed."""

    def test_are_added_with_a_code_in_capitals(self, admin: Harness) -> None:
        tess = begin(admin, "Add an account")
        assert tess.submit({"Code": "globex", "Name": "Globex <Corp>", "Language": "French"}).ok
        assert "Globex <Corp>" in seen(admin)
        added = rows(admin, Account)[-1]
        assert (added.code, added.name, added.calendar, added.locale) == ("GLOBEX", "Globex <Corp>", None, "fr")
        assert rows(admin, Event)[-1].after == {
            "code": "GLOBEX", "name": "Globex <Corp>", "calendar": None, "locale": "fr"
        }  # fmt: skip

    def test_are_changed_from_what_they_were(self, admin: Harness) -> None:
        tess = begin(admin, "Change an account", Account="Acme (ACME)")
        assert tess.submit({"Name": "Acme International"}).ok
        (account,) = rows(admin, Account)
        assert (account.code, account.name) == ("ACME", "Acme International")
        event = rows(admin, Event)[-1]
        assert (event.before, event.after) == ({"name": "Acme"}, {"name": "Acme International"})

    def test_with_a_code_that_is_taken_are_refused(self, admin: Harness) -> None:
        answer = begin(admin, "Add an account").submit({"Code": " acme ", "Name": "Another"})
        assert "Another account already has this code" in answer.errors["Code"]
        assert len(rows(admin, Account)) == 1

    def test_are_searched_where_there_are_too_many_to_list(self, admin: Harness) -> None:
        for number in range(101):
            add_account(admin.guichet.database, f"CO{number}")
        admin.tess.command("/incident", "admin", channel=TRIAGE)
        admin.tess.submit({WHAT: "Members of an account"})
        assert admin.tess.suggestions("Account", "co100") == ["Co100 (CO100)"]
        admin.slack.stacks["U0ALICE"].extend(admin.slack.stacks[TESS])
        assert admin.alice.suggestions("Account", "co100") == []


class TestMembers:
    """People, domains and channels are added to an account, and removed."""

    def change(self, harness: Harness, **answers: str) -> Answer:
        named = {label.replace("_", " "): given for label, given in answers.items()}
        named = {{"Other": "E-mail domain, or a Slack ID"}.get(label, label): given for label, given in named.items()}
        return begin(harness, "Members of an account", Account="Acme (ACME)").submit(named)

    def test_are_added(self, admin: Harness) -> None:
        buyer = "Member and buyer: notified of low balances and expiry"
        for answers, added, said in (
            ({"Person": "alice"}, ("user", "U0ALICE", False), "@alice now belongs to Acme"),
            ({"Change": buyer, "Person": "bob"}, ("user", "U0BOB", True), "@bob is now a buyer of Acme"),
            ({"Channel": "acme-support"}, ("channel", "C0ACME", False), "#acme-support now belongs to Acme"),
            ({"Other": "@Example.COM"}, ("domain", "example.com", False), "example.com now belongs to Acme"),
            ({"Other": "U0MAX"}, ("user", "U0MAX", False), "@max now belongs to Acme"),
        ):
            assert self.change(admin, **answers).ok
            assert said in seen(admin)
            last = rows(admin, Membership)[-1]
            assert (last.kind, last.value, last.is_buyer) == added
            assert acts(admin)[-1] == ("add_member", TESS)

    def test_are_removed(self, admin: Harness) -> None:
        self.change(admin, Person="alice")
        assert "@alice" in seen(begin_members(admin))
        admin.tess.close_form()
        assert self.change(admin, Change="Remove", Person="alice").ok
        assert "can still belong to it through their e-mail domain" in seen(admin)
        assert rows(admin, Membership) == []
        assert rows(admin, Event)[-1].before == {"user": "U0ALICE", "is_buyer": False}

    def test_are_refused_at_the_field(self, admin: Harness) -> None:
        admin.slack.add_channel("C0GLOBEX", name="globex")
        other, typed = add_account(admin.guichet.database, "GLOBEX"), "E-mail domain, or a Slack ID"
        with admin.guichet.database.transaction() as session:
            session.add(Membership(account_id=other, kind="channel", value="C0GLOBEX"))
        buyer = "Member and buyer: notified of low balances and expiry"
        for answers, field, said in (
            ({}, "Person", "fill this in"),
            ({typed: "gmail.com"}, typed, "Anybody can get an address at gmail.com"),
            ({typed: "alice@example.com"}, typed, "Please enter an e-mail domain"),
            ({"Person": "alice", typed: "example.com"}, typed, "one person, channel or"),
            ({"Channel": "triage"}, "Channel", "the technicians’ channel"),
            ({"Channel": "globex"}, "Channel", "tied to another account"),
            ({"Change": buyer, typed: "example.com"}, typed, "Only a person can be a buyer"),
            ({"Change": "Remove", "Person": "alice"}, "Person", "nothing to remove"),
        ):
            refused = self.change(admin, **answers)
            assert list(refused.errors) == [field]
            assert said in refused.errors[field]
        assert len(rows(admin, Membership)) == 1


class TestProducts:
    """The catalogue is kept."""

    def test_are_added(self, admin: Harness) -> None:
        assert begin(admin, "Add a product").submit(GOOD_PRODUCT).ok
        product = rows(admin, Product)[-1]
        assert (product.code, product.mainstream_end, product.extended_end) == ("db-2019", date(2026, 12, 31), None)
        assert acts(admin)[-1] == ("edit_product", TESS)

    def test_are_changed_from_what_they_were(self, admin: Harness) -> None:
        begin(admin, "Add a product").submit(GOOD_PRODUCT)
        tess = begin(admin, "Change a product", Product="Database 2019")
        assert tess.submit({"End of extended support": "2031-12-31"}).ok
        product = rows(admin, Product)[-1]
        assert (product.mainstream_end, product.extended_end) == (date(2026, 12, 31), date(2031, 12, 31))
        assert rows(admin, Event)[-1].before == {"extended_end": None}

    def test_are_refused_at_the_field(self, admin: Harness) -> None:
        tess = begin(admin, "Add a product")
        for field, given, said in (
            ("End of extended support", "2026-12-30", "cannot end before mainstream"),
            ("Code", "MAIL-2022", "Another product already has this code"),
            ("Name", "\u2800", "fill this in"),
        ):
            refused = tess.submit({**GOOD_PRODUCT, "End of extended support": None, field: given})
            assert list(refused.errors) == [field]
            assert said in refused.errors[field]
        assert len(rows(admin, Product)) == 1


class TestCertificates:
    """A tax exemption certificate is kept, and shown in no channel."""

    def register(self, harness: Harness, **answers: str) -> Answer:
        named = {label.replace("_", " "): given for label, given in answers.items()}
        act = "Register a tax exemption certificate"
        return begin(harness, act, Account="Acme (ACME)").submit(GOOD_CERTIFICATE | named)

    def test_are_registered(self, admin: Harness) -> None:
        assert self.register(admin).ok
        (kept,) = rows(admin, TaxCertificate)
        assert (kept.country, kept.valid_to, kept.registered_by) == ("FR", date(2026, 12, 31), TESS)
        admin.deliver()
        assert admin.slack.calls("chat.postMessage") == []
        assert "998877" not in seen(admin)
        assert rows(admin, Event)[-1].after == {"number": "••••8877", "country": "FR", "valid_to": "2026-12-31"}

    def test_are_refused_at_the_field(self, admin: Harness) -> None:
        assert self.register(admin).ok
        for answers, field, said in (
            ({"Country": "EU"}, "Country", "no country with this code"),
            ({"Country": "France"}, "Country", "no country with this code"),
            ({"Valid_to": "2025-12-31"}, "Valid to", "before the first"),
            ({}, "Number of the certificate", "already registered"),
        ):
            refused = self.register(admin, **answers)
            assert list(refused.errors) == [field]
            assert said in refused.errors[field]
        assert len(rows(admin, TaxCertificate)) == 1

    def test_are_corrected(self, admin: Harness) -> None:
        assert self.register(admin).ok
        assert self.register(admin, Valid_to="2027-12-31").ok
        assert "The certificate of Acme has been corrected" in seen(admin)
        (kept,) = rows(admin, TaxCertificate)
        assert kept.valid_to == date(2027, 12, 31)


def begin_members(harness: Harness) -> Harness:
    """Open the form of Acme's members."""
    begin(harness, "Members of an account", Account="Acme (ACME)")
    return harness
