"""The number of an incident is a link to its card, wherever a message names it outside of its own thread."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.traits import Route
from bot.facts.account import AccountEntry
from bot.facts.event import EventFacts
from bot.facts.home import HomeFacts, Queue
from bot.facts.incident import IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.facts.pack import EntryFacts, PackHistory
from bot.failures import sentence
from bot.forms import similar
from bot.kinds import KINDS
from bot.messages import command_answers, home, incident_list, pack, verdict
from bot.messages.history import history
from bot.operations.incidents.offer import OfferUsed
from bot.rules.incident_list import Page
from bot.texts.catalogue import LANGUAGES, Words
from tests.messages.pack_parameters import pack_with
from tests.messages.parameters import can_say, parameters
from tests.messages.rendered import rendered
from tests.messages.test_escaping import NOW, incident_for
from tests.unlinked import unlinked


class Everywhere(Mapping[int, str]):
    """Has an address for the card of every incident."""

    def __getitem__(self, number: int) -> str:
        return f"https://acme.slack.com/archives/C0ACME/p{number}"

    def __iter__(self) -> Iterator[int]:
        return iter(range(99))

    def __len__(self) -> int:
        return 99

    def __contains__(self, number: object) -> bool:
        return True


def linking(locale: str) -> Words:
    """Return words that know the address of every card."""
    return Words(locale, "Europe/Paris", links=Everywhere())


def related(kind: str) -> IncidentFacts:
    """Return an incident that was split from one, follows another, and goes on in two."""
    return replace(incident_for(kind, "typed"), parent=7, follows=8, others=(9, 10))


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_in_every_kind_of_message(kind: str, locale: str) -> None:
    for given in parameters(kind, "typed"):
        incident = related(kind)
        if not can_say(kind, incident):
            continue
        shown = rendered(kind, incident, words=linking(locale), now=NOW, parameters=given, late=timedelta(hours=1))
        in_its_thread = KINDS[kind].route != Route.DIRECT and not given.get("broadcast")
        assert unlinked(shown.blocks) <= ({1} if in_its_thread else set()), given


@pytest.mark.parametrize("locale", LANGUAGES)
def test_in_every_answer(locale: str) -> None:
    words, incident = linking(locale), related("show")
    closed = replace(incident, status="closed", outcome="split", billing="pending_verdict")
    events = [
        EventFacts("move_unit", "guichet", NOW, {}, {"moved_to": 11}),
        EventFacts("follow_up", "U0ALICE", NOW, {}, {"follows": 12}),
    ]
    entries = [EntryFacts("reserved", -1, NOW, "U0ALICE", number, "") for number in range(1, 61)]
    ledger = PackHistory(pack_with("Acme"), entries, 99)
    account = AccountEntry(1, "ACME", "Acme", None, None)
    listed = IncidentList([incident, closed], 2, Page("open"))
    page = HomeFacts(
        queue=Queue([incident, closed], 2, can_acknowledge={1}), closed=[closed], verdicts=[closed],
        verdict_count=1,
    )  # fmt: skip
    for blocks in (
        command_answers.one_incident(
            incident, words=words, now=NOW, for_technicians=True,
            past=lambda room: history(events, 2, incident=incident, words=words, room=room),
        ).blocks,
        command_answers.explanation(incident, words=words, now=NOW).blocks,
        pack.packs([ledger], 1, accounts=[account], words=words, now=NOW).blocks,
        incident_list.incident_list(listed, words=words, now=NOW).blocks,
        verdict.listed([closed], 1, words=words).blocks,
        home.desk_home(page, words=words, now=NOW, is_manager=True)["blocks"],
        home.customer_home(page, words=words, now=NOW)["blocks"],
        similar.view("V1", [incident, closed], words=words, now=NOW)["blocks"],
        similar.joined(1, words=words, is_reopened=True)["blocks"],
    ):  # fmt: skip
        assert "|INC-" in str(blocks)
        assert not unlinked(blocks)


def test_in_a_refusal() -> None:
    assert "/p4|INC-4>" in sentence(OfferUsed(incident="INC-4"), linking("en"))
    assert "INC-4." in sentence(OfferUsed(incident="INC-4"), Words("en", "UTC"))
