"""What customers, buyers, technicians and managers are told about packs, as they see it in Slack."""

from datetime import date, datetime, timedelta

import pytest

from bot import timetable
from bot.policy import Policy
from bot.rules.packs import midnight
from models import Membership, Product
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack, filed

NOBODY_KNOWS = "There is no account {} here. /incident packs shows your own packs."


@pytest.fixture
def acme(harness: Harness, policy: Policy) -> int:
    """Acme, whose people are in its channel, with a pack of two; Bob buys for it."""
    database = harness.guichet.database
    account = add_account(database, "ACME", buyers=["U0BOB"])
    with database.transaction() as session:
        session.add(Membership(account_id=account, kind="channel", value=CUSTOMERS))
    add_pack(database, policy, account_id=account, number="AB 1234-5678", size=2)
    return account


@pytest.fixture
def globex(harness: Harness, policy: Policy) -> int:
    """An account to which nobody here belongs, with a pack."""
    account = add_account(harness.guichet.database, "GLOBEX")
    add_pack(harness.guichet.database, policy, account_id=account, number="GX99990000")
    return account


def ask(harness: Harness, user: str, words: str, *, channel: str = CUSTOMERS) -> str:
    """Let somebody ask, and return what only they are told."""
    assert harness.people[user].command("/incident", words, channel=channel).ok
    return harness.private_answers(user)[-1]


def watch(harness: Harness, at: datetime) -> None:
    """Let it be this time, and let the watch and the delivery run."""
    harness.clock.move_to(at)
    harness.guichet.scheduler.get_job(timetable.WATCH_PACKS).func()
    harness.deliver()


class TestAsking:
    """/incident packs shows the packs of one's own accounts, and nobody else's."""

    def test_shows_what_is_left_and_why(self, harness: Harness, policy: Policy, acme: int) -> None:
        filed(harness.guichet.database, policy, account_id=acme)
        told = ask(harness, "U0ALICE", "packs")
        for fact in ("Pack ••••5678", "Acme", "granted +2", "reserved \N{MINUS SIGN}1 · INC-1", "23 Nov 2027"):
            assert fact in told
        assert "AB12345678" not in told

    @pytest.mark.usefixtures("acme")
    def test_speaks_french(self, harness: Harness) -> None:
        told = ask(harness, "U0BOB", "forfaits")
        assert "Packs d’incidents prépayés" in told
        assert "attribué +2" in told

    @pytest.mark.usefixtures("acme", "globex")
    @pytest.mark.parametrize("code", ["GLOBEX", "globex", "NOBODY"])
    def test_tells_a_customer_nothing_of_others(self, harness: Harness, code: str) -> None:
        assert ask(harness, "U0ALICE", f"packs {code}") == NOBODY_KNOWS.format(code)

    @pytest.mark.usefixtures("acme")
    def test_shows_a_customer_their_own_by_its_code(self, harness: Harness) -> None:
        assert "••••5678" in ask(harness, "U0ALICE", "packs acme")

    @pytest.mark.usefixtures("globex")
    @pytest.mark.parametrize("user", ["U0TESS", "U0MAX"])
    def test_shows_technicians_and_managers_any_by_its_code(self, harness: Harness, user: str) -> None:
        assert "••••0000" in ask(harness, user, "packs Globex", channel="")

    @pytest.mark.usefixtures("acme")
    def test_asks_technicians_which_one(self, harness: Harness) -> None:
        assert "/incident packs ACME" in ask(harness, "U0TESS", "packs", channel=TRIAGE)

    @pytest.mark.usefixtures("globex")
    def test_tells_somebody_of_no_account_what_to_do(self, harness: Harness) -> None:
        told = ask(harness, "U0ALICE", "packs")
        assert "/incident claim" in told
        assert "@max" in told


class TestNotices:
    """Buyers are told in their own language, managers where there are none."""

    def test_of_a_low_balance_goes_to_the_buyer_only(self, harness: Harness, policy: Policy, acme: int) -> None:
        filed(harness.guichet.database, policy, account_id=acme)
        harness.deliver()

        (told,) = harness.direct("U0BOB")
        assert told.startswith("🪫 Il reste un incident prépayé sur 2 dans le pack ••••5678 du compte Acme")
        assert harness.direct("U0ALICE") == harness.direct("U0MAX") == []

    @pytest.mark.usefixtures("acme")
    def test_of_expiry_comes_in_the_morning_and_once(self, harness: Harness) -> None:
        expiry = midnight(date(2027, 11, 23), timezone="Europe/Paris")
        watch(harness, expiry - timedelta(days=7) + timedelta(hours=8, minutes=59))
        assert harness.direct("U0BOB") == []
        for minute in (0, 1, 60):
            watch(harness, expiry - timedelta(days=7) + timedelta(hours=9, minutes=minute))

        (told,) = harness.direct("U0BOB")
        assert "expire dans 7\u00a0jours, le 23\u00a0nov. 2027, et il y reste 2\u00a0incidents" in told

    @pytest.mark.usefixtures("globex")
    def test_go_to_the_managers_where_there_are_no_buyers(self, harness: Harness) -> None:
        expiry = midnight(date(2027, 11, 23), timezone="Europe/Paris")
        watch(harness, expiry - timedelta(days=30) + timedelta(hours=9))

        (told,) = harness.direct("U0MAX")
        assert "••••0000 du compte Globex expire dans 30\u00a0jours" in told

    @pytest.mark.usefixtures("acme")
    def test_go_to_the_managers_where_the_buyer_has_left_the_workspace(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=9, error="user_disabled", channel="U0BOB")
        expiry = midnight(date(2027, 11, 23), timezone="Europe/Paris")
        for hours in (9, 10):
            watch(harness, expiry - timedelta(days=30) + timedelta(hours=hours))

        (told,) = harness.direct("U0MAX")
        assert "••••5678 du compte Acme expire dans 30\u00a0jours" in told

    @pytest.mark.usefixtures("acme", "globex")
    def test_show_all_packs_of_the_account_at_a_press(self, harness: Harness) -> None:
        """To anybody who may see the account: its buyer, or the manager who is notified where there is none."""
        expiry = midnight(date(2027, 11, 23), timezone="Europe/Paris")
        watch(harness, expiry - timedelta(days=30) + timedelta(hours=9))
        for user, number, account in (("U0BOB", "••••5678", "Acme"), ("U0MAX", "••••0000", "Globex")):
            [notice] = harness.slack.dms(user)
            place = harness.slack.direct_message(user).id
            assert harness.slack.buttons(notice) == ["Packs"]
            assert harness.people[user].click("Packs", channel=place, ts=notice["ts"]).ok
            shown = harness.private_answers(user)[-1]
            assert f"Pack {number} du compte {account}" in shown.replace("*", "")

    def test_are_not_given_to_who_is_no_buyer_any_more(self, harness: Harness, policy: Policy, acme: int) -> None:
        filed(harness.guichet.database, policy, account_id=acme)
        with harness.guichet.database.transaction() as session:
            session.delete(session.get_one(Membership, 1))
        harness.deliver()

        assert harness.direct("U0BOB") == []

    @pytest.mark.usefixtures("acme")
    def test_after_expiry_nothing_is_left(self, harness: Harness) -> None:
        watch(harness, midnight(date(2027, 11, 23), timezone="Europe/Paris"))
        told = ask(harness, "U0ALICE", "packs")
        assert "it has expired" in told
        assert "expired \N{MINUS SIGN}2 · Guichet" in told


class TestProducts:
    """/incident products says how long each product is supported."""

    def test_are_found_by_words(self, harness: Harness) -> None:
        with harness.guichet.database.transaction() as session:
            session.add(Product(code="db", name="Database 7", extended_end=date(2027, 1, 5)))
            session.get_one(Product, 1).extended_end = date(2026, 11, 22)

        assert "Database 7: support ends in 43 days" in ask(harness, "U0ALICE", "products data").replace("*", "")
        assert "support terminé le 22\u00a0nov. 2026" in ask(harness, "U0BOB", "produits server mail")
        assert "No product matches “nothing”" in ask(harness, "U0ALICE", "products nothing")
