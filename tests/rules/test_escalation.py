"""Addresses outside Slack are known by a key that does not show them, each once for a severity."""

from bot.rules.escalation import Escalation, all_addresses, key_of


def test_every_address_of_a_severity_is_named_once() -> None:
    pager, mail = key_of("pagerduty://secret@one"), key_of("mailto://secret@two")
    escalations = (
        Escalation("A", "warning 90", (pager,)),
        Escalation("A", "breach", (mail, pager)),
        Escalation("B", "breach", (mail,)),
    )
    assert {one: all_addresses(escalations, severity=one) for one in ("A", "B", "C")} == {
        "A": [pager, mail],
        "B": [mail],
        "C": [],
    }


def test_a_key_is_short_always_the_same_and_tells_nothing() -> None:
    keys = [key_of(one) for one in ("pagerduty://secret@one", "pagerduty://secret@one", "pagerduty://secret@two")]
    assert keys[0] == keys[1] != keys[2]
    assert {len(one) for one in keys} == {12}
    assert not any("secret" in one for one in keys)
