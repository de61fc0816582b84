"""Several desks: each reads about its own incidents in its own channel and language, and about no others."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory

from bot import timetable
from bot.jobs.redraw_homes import EACH_S
from bot.operations.roster import keep_calendar
from bot.policy_desks import DeskTable
from bot.rules.roster import ShiftOrAbsence
from bot.texts.catalogue import Words
from models import Claim, Product
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.people import Person

NETWORK = "C0NETWORK"
TABLE = DeskTable(triage_channel=NETWORK, products=["vpn-3"], managers=["U0NINA"], language="fr")
POLICY_OF_TWO = POLICY.model_copy(update={"desk": {"network": TABLE}})


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """Two desks: Tess is at the first, Theo at the network's, whose manager is Nina."""
    slack.add_user("U0NINA", name="nina", tz="Europe/Paris", locale="fr-FR")
    slack.add_channel(NETWORK, name="network", members=["U0THEO"], private=True)
    slack.remove_member(TRIAGE, "U0THEO")
    with journey.program(slack, tmp_path, policy=POLICY_OF_TWO) as guichet:
        with guichet.database.transaction() as session:
            session.add(Product(id=2, code="VPN-3", name="VPN 3"))
        guichet.people.prepare(within_s=10)
        yield Harness(slack, guichet, clock)


@pytest.fixture
def nina(harness: Harness) -> Person:
    """The manager of the network's desk."""
    return harness.people["U0NINA"]


def file_at_network(harness: Harness) -> str:
    """Let Alice file an incident of the network's, and return the ts of its card there."""
    harness.file(Product="VPN 3")
    return str(harness.cards(NETWORK)[-1]["ts"])


def home(harness: Harness, who: Person) -> str:
    """Publish the Homes that are due, and return the text of somebody's Home."""
    harness.clock.tick(timedelta(seconds=EACH_S + 1))
    harness.guichet.homes.run()
    return harness.slack.text_of(harness.slack.home(who.id) or {})


class TestFiling:
    """An incident goes to the desk of its product, else to the first."""

    def test_posts_the_card_and_the_reminders_in_its_channel_and_language(self, harness: Harness) -> None:
        card = file_at_network(harness)
        assert harness.cards(TRIAGE) == []
        assert "Prendre en charge" in harness.slack.text_of(harness.slack.message(NETWORK, card))
        harness.pass_time(hours=2, minutes=1)
        assert any("a dépassé son échéance" in one for one in harness.thread(NETWORK, card))
        assert harness.slack.messages(TRIAGE) == []
        assert any("INC-1" in one for one in harness.direct("U0NINA"))
        assert harness.direct("U0MAX") == []

    def test_of_another_product_goes_to_the_first_with_its_managers(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(hours=2, minutes=1)
        assert any("has passed its deadline" in one for one in harness.thread(TRIAGE, cards[TRIAGE]))
        assert harness.slack.messages(NETWORK) == []
        assert (harness.direct("U0NINA"), len(harness.direct("U0MAX")) > 0) == ([], True)


class TestPolicy:
    """A desk is taken out of the policy while incidents are on it, and put back."""

    def test_without_the_desk_the_first_one_goes_on_and_with_it_again_the_desk(
        self, harness: Harness, tmp_path: Path
    ) -> None:
        file_at_network(harness)
        harness.guichet.database.close()
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(harness.slack, tmp_path, database_url=url) as guichet:
            without = Harness(harness.slack, guichet, harness.clock)
            guichet.move_triage.run()
            without.pass_time(hours=2, minutes=1)
            [card] = without.cards(TRIAGE)
            assert any("has passed its deadline" in one for one in without.thread(TRIAGE, card["ts"]))
            assert (without.direct("U0NINA"), len(without.direct("U0MAX"))) == ([], 1)
            assert without.tess.click("Acknowledge", channel=TRIAGE, ts=card["ts"]).ok
        with journey.program(harness.slack, tmp_path, database_url=url, policy=POLICY_OF_TWO) as guichet:
            again = Harness(harness.slack, guichet, harness.clock)
            guichet.move_triage.run()
            again.deliver()
            assert "@tess" in again.card(NETWORK, again.cards(NETWORK)[-1]["ts"])


class TestMove:
    """*Move to another desk*: the clock keeps running at the new desk."""

    def test_takes_the_card_and_the_reminders_there_and_says_so_on_the_former_card(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(hours=1, minutes=1)  # The first of the warnings has been given.
        harness.choose(harness.tess, "move_to_desk", cards[TRIAGE])
        assert harness.tess.submit({"Desk": "network", "Handover note": "It is the VPN"}).ok
        harness.deliver()
        former, (card,) = harness.card(TRIAGE, cards[TRIAGE]), harness.cards(NETWORK)
        assert "INC-1, “Mail is down”, is now with the desk “network”" in former
        assert harness.slack.buttons(harness.slack.message(TRIAGE, cards[TRIAGE])) == []
        link = f"/archives/{NETWORK}/p{card['ts'].replace('.', '')}"
        assert link in str(harness.slack.message(TRIAGE, cards[TRIAGE])["blocks"])
        assert harness.alice.reply("It is still down.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.deliver()
        threads = ((NETWORK, card["ts"]), (TRIAGE, cards[TRIAGE]))
        said = ["It is still down." in " ".join(harness.thread(*one)) for one in threads]
        assert said == [True, False]
        moved = " ".join(harness.thread(NETWORK, card["ts"]))
        assert "@tess vous a confié INC-1 «\u00a0Mail is down\u00a0», dont s’occupait l’équipe principale." in moved
        assert "It is the VPN" in moved
        harness.pass_time(hours=1)
        assert any("a dépassé son échéance" in one for one in harness.thread(NETWORK, card["ts"]))
        assert not any("its deadline" in one for one in harness.thread(TRIAGE, cards[TRIAGE]))
        assert (len(harness.direct("U0NINA")), harness.direct("U0MAX")) == (1, [])
        assert harness.theo.click("Prendre en charge", channel=NETWORK, ts=card["ts"]).ok
        harness.deliver()
        assert "@theo has acknowledged your incident" in " ".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        shown = str(harness.tess.command("/incident", "show INC-1", channel=TRIAGE).body)
        assert "Another desk looks after INC-1" in shown

    def test_leaves_no_button_in_the_former_thread(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(hours=1, minutes=1)
        (warning,) = [one for one in harness.slack.thread(TRIAGE, cards[TRIAGE]) if "⏰" in harness.slack.text_of(one)]
        assert "Acknowledge" in harness.slack.buttons(warning)
        harness.choose(harness.tess, "move_to_desk", cards[TRIAGE])
        assert harness.tess.submit({"Desk": "network"}).ok
        harness.deliver()
        warning = harness.slack.message(TRIAGE, warning["ts"])
        assert harness.slack.buttons(warning) == []
        assert "has moved the incident to another desk" in harness.slack.text_of(warning)
        harness.pass_time(hours=1)
        there = harness.slack.thread(NETWORK, harness.cards(NETWORK)[0]["ts"])
        assert any("Prendre en charge" in harness.slack.buttons(one) for one in there), (
            "The new desk's reminders have them."
        )

    def test_back_speaks_french_on_the_former_card(self, harness: Harness) -> None:
        card = file_at_network(harness)
        french = Words("fr", "Europe/Paris")
        assert harness.theo.click(french("button-more"), channel=NETWORK, ts=card).ok
        assert harness.theo.submit({french("field-act"): french("act-move_to_desk")}).ok
        assert harness.theo.submit({"Équipe": "Équipe principale"}).ok
        harness.deliver()
        assert "est maintenant entre les mains de l’équipe principale" in harness.card(NETWORK, card)
        assert "has moved INC-1 “Mail is down” here from the desk “network”" in " ".join(
            harness.thread(TRIAGE, harness.cards(TRIAGE)[0]["ts"])
        )

    def test_what_is_written_below_the_former_card_acknowledges_nothing_there(self, harness: Harness) -> None:
        cards = harness.file()
        harness.choose(harness.tess, "move_to_desk", cards[TRIAGE])
        assert harness.tess.submit({"Desk": "network"}).ok
        harness.deliver()
        harness.tess.reply("Mine", channel=TRIAGE, thread_ts=cards[TRIAGE])
        harness.deliver()
        assert "@tess" not in harness.card(CUSTOMERS, cards[CUSTOMERS])

    def test_a_word_below_the_former_card_counts_where_technicians_see_every_desk(
        self, harness: Harness, tmp_path: Path
    ) -> None:
        cards = harness.file()
        harness.choose(harness.tess, "move_to_desk", cards[TRIAGE])
        assert harness.tess.submit({"Desk": "network"}).ok
        harness.deliver()
        harness.guichet.database.close()
        people = POLICY.people.model_copy(update={"technicians_see": "every desk"})
        policy = POLICY_OF_TWO.model_copy(update={"people": people})
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(harness.slack, tmp_path, database_url=url, policy=policy) as guichet:
            open_ = Harness(harness.slack, guichet, harness.clock)
            open_.tess.reply("Mine, I know it from before.", channel=TRIAGE, thread_ts=cards[TRIAGE])
            open_.deliver()
            assert "@tess" in open_.card(NETWORK, open_.cards(NETWORK)[-1]["ts"])
            assert "@tess has acknowledged your incident" in " ".join(open_.thread(CUSTOMERS, cards[CUSTOMERS]))


class TestManager:
    """The manager of one desk finds in the App Home what waits at that desk, and nothing of other desks."""

    def test_finds_in_the_home_what_waits_and_how_the_desk_is_doing(self, harness: Harness, nina: Person) -> None:
        card = file_at_network(harness)
        others = harness.file(Title="Printers are down")[CUSTOMERS]
        with harness.guichet.database.transaction() as session:
            session.add(
                Claim(form_id="V1", user_id="U0BOB", confirmation="ORD1234563456", made_at=harness.guichet.now())
            )
            for name in ("", "network"):
                until = harness.guichet.now() + timedelta(hours=9)
                one = ShiftOrAbsence(harness.guichet.now(), until, "On call " + (name or "first"), "", None)
                kept = {"source": "a file", "known_until": until, "left_out": 0, "now": harness.guichet.now()}
                keep_calendar(session, (name, "shifts"), entries=[one], **kept)
        assert harness.theo.click("Prendre en charge", channel=NETWORK, ts=card).ok
        for ts in (others, harness.cards(CUSTOMERS)[0]["ts"]):
            assert harness.alice.click("Close my incident", channel=CUSTOMERS, ts=ts).ok
            assert harness.alice.submit({}).ok
        harness.file(Product="VPN 3", Title="The tunnel is slow")
        harness.file(Title="Nobody can sign in")
        assert nina.open_home().ok
        shown = home(harness, nina)
        assert [one in shown for one in ("INC-1", "INC-2", "INC-3", "INC-4")] == [True, False, True, False]
        assert "The tunnel is slow" in shown
        assert "D’astreinte, network\N{NO-BREAK SPACE}: On call network" in shown
        assert [one in shown for one in ("On call first", "Prendre en charge", "Administration", "U0BOB", "@bob")] == (
            [False] * 5
        )
        assert " ".join(shown.split("Ce mois-ci")[1].split()[:2]) == "Déclarés 2"
        assert nina.click("Décider").ok
        assert nina.submit({"Décision": "Ne pas facturer", "Motif": "Geste"}).ok
        assert "En attente de votre décision" not in home(harness, nina)


class TestLostManager:
    """Where none of a desk's managers can be reached, those named in MANAGERS are notified, and decide."""

    @pytest.fixture(autouse=True)
    def lost(self, harness: Harness) -> None:
        """Nina has left."""
        harness.slack.users["U0NINA"].deleted = True

    def test_leaves_what_is_late_and_what_it_costs_to_those_of_the_settings(self, harness: Harness) -> None:
        card = file_at_network(harness)
        harness.pass_time(hours=2, minutes=1)
        thread = " ".join(harness.thread(NETWORK, card))
        assert "a dépassé son échéance" in thread
        assert "Aucun responsable" not in thread
        [told] = harness.slack.dms("U0MAX")
        assert "INC-1" in harness.slack.text_of(told)
        harness.pass_time(minutes=31)
        assert ["INC-1" in one for one in harness.direct("U0MAX")] == [True, True]
        assert harness.alice.click("Close my incident", channel=CUSTOMERS, ts=harness.cards(CUSTOMERS)[0]["ts"]).ok
        assert harness.alice.submit({}).ok
        harness.deliver()
        assert "Faut-il le facturer" in harness.direct("U0MAX")[-1]
        for days, count in ((2, 3), (6, 4)):  # Asked again after a week, although the desk's are asked every day.
            for _ in range(days):
                harness.clock.tick(timedelta(days=1))
                harness.guichet.scheduler.get_job(timetable.ASK_MANAGERS).func()
                harness.deliver()
            assert len(harness.direct("U0MAX")) == count
        assert harness.direct("U0NINA") == []
        max_ = harness.people["U0MAX"]
        place, asked = harness.slack.direct_message("U0MAX").id, harness.slack.dms("U0MAX")[-1]
        assert max_.click("Décider", channel=place, ts=asked["ts"]).ok
        assert max_.submit({"Décision": "Ne pas facturer", "Motif": "Geste"}).ok

    def test_is_told_to_the_technicians_where_those_have_left_too(self, harness: Harness) -> None:
        harness.slack.users["U0MAX"].deleted = True
        card = file_at_network(harness)
        harness.pass_time(hours=2, minutes=1)
        assert "U0NINA, U0MAX" in " ".join(harness.thread(NETWORK, card))
        assert harness.direct("U0MAX") == []


class TestTechnicians:
    """They see and act on the incidents of their own desk alone."""

    def test_act_on_their_own_and_are_told_of_others_that_they_are_at_another_desk(self, harness: Harness) -> None:
        card = file_at_network(harness)
        shown, listed = (
            str(harness.tess.command("/incident", words, channel=TRIAGE).body) for words in ("show INC-1", "list")
        )
        assert "Another desk looks after INC-1" in shown
        assert "INC-1" not in listed
        assert "INC-1" in str(harness.theo.command("/incident", "liste", channel=NETWORK).body)
        assert harness.theo.click("Prendre en charge", channel=NETWORK, ts=card).ok
        harness.deliver()
        assert "@theo" in harness.card(NETWORK, card)

    def test_of_a_desk_whose_channel_we_are_not_in_do_not_keep_customers_from_filing(
        self, harness: Harness, slack: FakeSlack
    ) -> None:
        del slack.channels[NETWORK]
        harness.guichet.people._members._known.clear()
        harness.file(Product="VPN 3")
        assert len(harness.cards(CUSTOMERS)) == 1
        assert harness.guichet.people.person("U0ALICE").is_technician is False
