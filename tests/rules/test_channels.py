"""What has become of a channel follows from what Slack lists, and from what was known before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.channels import NEWS_FOR, Channel, Noted, compare, without

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
ACME, TRIAGE = Channel("acme", is_shared=True), Channel("triage")
BEFORE = Noted({"C1": ACME, "C2": TRIAGE})
NEEDED = ("C1", "C2")


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ({"C1": ACME, "C2": TRIAGE, "C9": Channel("other")}, BEFORE),
        ({"C2": TRIAGE}, replace(BEFORE, left=["C1"])),
        ({}, replace(BEFORE, left=["C1", "C2"])),
        (
            {"C1": replace(ACME, is_archived=True), "C2": TRIAGE},
            Noted({"C1": replace(ACME, is_archived=True), "C2": TRIAGE}),
        ),
        (
            {"C1": replace(ACME, name="acme-corp"), "C2": TRIAGE},
            Noted({"C1": replace(ACME, name="acme-corp"), "C2": TRIAGE}, renamed={"C1": ("acme", NOW.isoformat())}),
        ),
        (
            {"C1": replace(ACME, is_shared=False), "C2": TRIAGE},
            Noted({"C1": replace(ACME, is_shared=False), "C2": TRIAGE}, unshared=["C1"]),
        ),
    ],
)
def test_one_look(listed: dict[str, Channel], expected: Noted) -> None:
    found = compare(BEFORE, listed, needed=NEEDED, now=NOW)

    assert replace(found, left=list(found.left), unshared=list(found.unshared)) == replace(
        expected, left=list(expected.left), unshared=list(expected.unshared)
    )


def test_a_new_name_is_news_for_a_while_and_an_end_of_sharing_until_it_is_shared_again() -> None:
    alone = {"C1": Channel("acme-corp"), "C2": TRIAGE}
    first = compare(BEFORE, alone, needed=NEEDED, now=NOW)
    later = compare(first, alone, needed=NEEDED, now=NOW + NEWS_FOR - timedelta(minutes=1))
    long_after = compare(later, alone, needed=NEEDED, now=NOW + NEWS_FOR)
    shared = compare(long_after, {**alone, "C1": Channel("acme-corp", is_shared=True)}, needed=NEEDED, now=NOW)

    assert [sorted(one.renamed) for one in (first, later, long_after)] == [["C1"], ["C1"], []]
    assert [list(one.unshared) for one in (first, long_after, shared)] == [["C1"], ["C1"], []]


def test_who_was_removed_is_known_by_name_until_listed_again() -> None:
    gone = without(without(BEFORE, "C1"), "C1")

    assert (gone.left, gone.called("C1"), gone.called("C9")) == (["C1"], "#acme", "C9")
    assert compare(gone, {"C1": ACME, "C2": TRIAGE}, needed=NEEDED, now=NOW).left == []


def test_what_is_needed_no_more_is_forgotten() -> None:
    assert compare(BEFORE, {"C2": TRIAGE}, needed=["C2"], now=NOW) == Noted({"C2": TRIAGE}, left=[], unshared=[])
