"""Somebody looks for incidents: pages of a list, in either language, and a search."""

import pytest

from bot.messages.incident_list import LIST_LIMIT
from tests.benchmarks.filled import fill
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.people import Person


def page(harness: Harness, who: Person) -> str:
    """Return the newest answer that only this person sees."""
    return harness.private_answers(who.id)[-1]


def test_everything_is_reached_page_by_page(harness: Harness) -> None:
    cards = harness.file(Title="Printer is down", Description="Nothing comes out.")
    fill(harness.guichet.database, filed=1, copies=LIST_LIMIT + 5)
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    theo = harness.theo

    theo.command("/incident", "liste", channel=TRIAGE)
    first = page(harness, theo)
    assert f"Incidents ouverts\u00a0: {LIST_LIMIT + 6}" in first
    assert "Précédent" not in first
    assert theo.click("Suivant", channel=TRIAGE).ok
    second = page(harness, theo)
    assert len(harness.private_answers(theo.id)) == 1, "the page took the place of the first one"
    assert "INC-1 " in second
    assert "INC-1 " not in first
    assert "Suivant" not in second
    assert theo.click("Précédent", channel=TRIAGE).ok
    assert page(harness, theo).splitlines()[-1] == first.splitlines()[-1]
    assert "INC-1 " not in page(harness, theo)

    theo.command("/incident", "liste miens", channel=TRIAGE)
    assert "Vos incidents ouverts\u00a0: 1" in page(harness, theo)
    assert "INC-1 " in page(harness, theo)
    theo.command("/incident", "liste non attribués imprimante", channel=TRIAGE)
    assert "Aucun incident trouvé pour «\u00a0imprimante\u00a0»" in page(harness, theo)
    theo.command("/incident", "liste clos", channel=TRIAGE)
    assert "Aucun incident n’est clos pour le moment." in page(harness, theo)


def test_what_was_closed_and_said_is_found(harness: Harness) -> None:
    cards = harness.file(Title="Œuvre d’impression", Description="Rien ne sort.")
    harness.alice.reply("Le tambour grince", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
    harness.choose(harness.tess, "give_up", cards[TRIAGE])
    harness.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "There is none."})
    harness.deliver()

    for typed in ("OEUVRE", "tambour impression", "none"):
        harness.alice.command("/incident", f"chercher {typed}", channel=CUSTOMERS)
        assert "Incidents found: 1" in page(harness, harness.alice), typed
    harness.alice.command("/incident", "liste clos tambour", channel=CUSTOMERS)
    assert "INC-1" in page(harness, harness.alice)
    harness.tess.command("/incident", "list closed", channel=TRIAGE)
    assert "INC-1" in page(harness, harness.tess)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("search", "Please write at least one word to look for"),
        ("search % _ \"' 😀", "Please write at least one word to look for"),
        ("list closed ***", "Please write at least one word to look for"),
        ("list closed %%%", "Please write at least one word to look for"),
        ("search " + "x" * 500, "No incident found for"),
        ("search a OR title:b* NEAR(", "No incident found for"),
        ("rechercher d", "No incident found for"),
        ("list all ACMEE", "No incident found for"),
        ("list plotter", "This list alone was searched: /incident search looks in all incidents"),
        ("liste clos traceur", "This list alone was searched: /incident search looks in all incidents"),
    ],
)
def test_bad_input_gets_a_sentence(harness: Harness, typed: str, expected: str) -> None:
    answer = harness.alice.command("/incident", typed, channel=CUSTOMERS)

    assert answer.status == 200
    assert expected in page(harness, harness.alice)


def test_a_mention_is_answered_like_the_command(harness: Harness) -> None:
    harness.file(Title="Printer is down")
    harness.alice.mention("search printer", channel=CUSTOMERS)
    assert "Incidents found: 1" in page(harness, harness.alice)
    harness.alice.mention("list closed", channel=CUSTOMERS)
    assert "No incident has been closed yet." in page(harness, harness.alice)
