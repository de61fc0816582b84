"""What does a card say once nothing more happens on it?"""

import json

import pytest

from bot.messages.card import customer_card, triage_card
from bot.texts.catalogue import Words
from tests.messages.offer_with import AT, incident_with

WORDS = Words("en", "Europe/Paris")
PAID = {"account": "Acme", "pack": "ACME-2026-0007"}


class TestCard:
    """A card tells the truth about where to write and what is paid."""

    @pytest.mark.parametrize(
        ("ended", "expected"),
        [
            ({}, True),
            ({"status": "closed", "outcome": "solved"}, True),
            ({"status": "closed", "outcome": "duplicate", "others": (4,)}, False),
            ({"status": "closed", "outcome": "split", "others": (4, 5)}, False),
        ],
    )
    def test_asks_to_write_in_its_thread_unless_other_incidents_continue_it(
        self, ended: dict[str, object], expected: bool
    ) -> None:
        card = customer_card(incident_with("Mail is down", 7, **ended), words=WORDS, now=AT)
        assert ("We answer in this thread" in json.dumps(card.blocks)) is expected

    @pytest.mark.parametrize(
        ("billing", "expected"),
        [("reserved", "Pack ••••0007"), ("billed", "Pack ••••0007"), ("waived", "No charge")],
    )
    def test_names_the_pack_only_while_it_pays(self, billing: str, expected: str) -> None:
        facts = incident_with("Mail is down", 7, billing=billing, **PAID)
        for card in (customer_card(facts, words=WORDS, now=AT), triage_card(facts, words=WORDS, now=AT)):
            assert f"*Paid with*\n{expected}" in [field["text"] for field in card.blocks[1]["fields"]]
