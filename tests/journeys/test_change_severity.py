"""A customer or a technician changes the severity, and both sides read what that moves."""

from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness

A = "🔴 A · critical business impact (response within 2 h)"
B = "🟠 B · moderate business impact (response within 4 business hours)"


def change(harness: Harness, card: str, severity: str, reason: str = "Only mail is <slow>.") -> dict[str, str]:
    """Let Alice change it; return the errors of the form."""
    assert harness.alice.click("Change severity", channel=CUSTOMERS, ts=card).ok
    answer = harness.alice.submit({"Severity": severity, "Reason": reason})
    harness.deliver()
    return answer.errors


class TestChange:
    """Both sides read who changed it, from what to what, why, and the new deadline."""

    def test_is_read_by_both_sides(self, harness: Harness) -> None:
        cards = harness.file()
        assert change(harness, cards[CUSTOMERS], B) == {}
        for channel in (CUSTOMERS, TRIAGE):
            said = harness.thread(channel, cards[channel])[-1]
            assert "@alice has changed the severity of INC-1 from 🔴 A · critical business impact to 🟠 B" in said
            assert "Only mail is <slow>." in said
            assert "4 business hours after filing instead of 2 h" in said
            assert "🟠 B" in harness.card(channel, cards[channel])
        harness.pass_time(hours=2, minutes=1)
        said = harness.thread(TRIAGE, cards[TRIAGE])
        assert [one for one in said if "⏰" in one] == [said[-1]]  # Half of four hours, nothing of A's.
        assert "2 business hours left" in said[-1]

    def test_needs_another_severity_and_a_reason(self, harness: Harness) -> None:
        cards = harness.file()
        assert change(harness, cards[CUSTOMERS], A)["Severity"].startswith("INC-1 already has severity A.")
        assert change(harness, cards[CUSTOMERS], B, reason=" ") == {"Reason": "Please fill this in."}

    def test_to_a_deadline_that_has_passed_is_a_breach_at_once_and_not_late(self, harness: Harness) -> None:
        cards = harness.file(Severity=B)
        harness.pass_time(hours=3, minutes=45)
        assert change(harness, cards[CUSTOMERS], A) == {}
        said = [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one]
        assert len(said) == 1
        assert "has passed its deadline" in said[0]
        assert "comes" not in said[0]
        assert "That time has already passed." in "".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert len([one for one in harness.direct("U0MAX") if "INC-1" in one]) == 1

    def test_after_the_answer_leaves_what_was_kept(self, harness: Harness) -> None:
        cards = harness.file(Severity=B)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.pass_time(hours=3)
        assert change(harness, cards[CUSTOMERS], A) == {}
        said = harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "the deadline, Mon 23 Nov 2026, 13:00 CET, stays as it was" in said
        assert "is now due by" not in said
        assert "Mon 23 Nov 2026, 13:00 CET" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert "met with 4 business hours to spare" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one or "⏰" in one]

    def test_after_the_answer_leaves_it_in_history_and_explanation_too(self, harness: Harness) -> None:
        """B was due by 13:00 and was kept; A would have been due by 11:00."""
        cards = harness.file(Severity=B)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert change(harness, cards[CUSTOMERS], A) == {}
        shown = harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body["text"]
        assert "We had already responded, so the deadline stayed Mon 23 Nov 2026, 13:00 CET." in shown
        explained = harness.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body["text"]
        assert "*Deadline: Mon 23 Nov 2026, 13:00 CET*" in explained
        assert "We responded before the severity became A, so this deadline counts." in explained
        assert "11:00" not in shown + explained

    def test_is_explained(self, harness: Harness) -> None:
        cards = harness.file()
        change(harness, cards[CUSTOMERS], B)
        told = harness.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body["text"]
        assert "• Severity A (Business hours): initial response within 2 h, by Mon 23 Nov 2026, 11:00 CET." in told
        assert "<@U0ALICE> changed the severity to B: “Only mail is &lt;slow&gt;.”" in told
        assert "Severity B promises an initial response within 4 business hours." in told
        assert told.index("Severity A") < told.index("Deadline: Mon 23 Nov 2026, 13:00 CET")

    def test_after_reopening_keeps_to_the_last_promise(self, harness: Harness) -> None:
        cards = harness.file(Severity=B)
        change(harness, cards[CUSTOMERS], A)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.pass_time(minutes=150)
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Not gone."}).ok
        harness.deliver()
        said = [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one or "⏰" in one]
        assert len(said) == 1
        assert "has passed its deadline" in said[0]
