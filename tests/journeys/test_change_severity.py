"""A customer or a technician changes the severity, and both sides read what that moves."""

from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk

A = "🔴 A · critical business impact (response within 2 h)"
B = "🟠 B · moderate business impact (response within 4 business hours)"


def change(desk: Desk, card: str, severity: str, reason: str = "Only mail is <slow>.") -> dict[str, str]:
    """Let Alice change it; return the errors of the form."""
    assert desk.alice.click("Change severity", channel=CUSTOMERS, ts=card).ok
    answer = desk.alice.submit({"Severity": severity, "Reason": reason})
    desk.deliver()
    return answer.errors


class TestChange:
    """Who, from what to what, why, and by when now."""

    def test_is_read_by_both_sides(self, desk: Desk) -> None:
        cards = desk.file()
        assert change(desk, cards[CUSTOMERS], B) == {}
        for channel in (CUSTOMERS, TRIAGE):
            said = desk.thread(channel, cards[channel])[-1]
            assert "@alice has changed the severity of INC-1 from 🔴 A · critical business impact to 🟠 B" in said
            assert "Only mail is <slow>." in said
            assert "4 business hours after filing instead of 2 h" in said
            assert "🟠 B" in desk.card(channel, cards[channel])
        desk.pass_time(hours=2, minutes=1)
        said = desk.thread(TRIAGE, cards[TRIAGE])
        assert [one for one in said if "⏰" in one] == [said[-1]]  # Half of four hours, nothing of A's.
        assert "2 business hours left" in said[-1]

    def test_needs_another_severity_and_a_reason(self, desk: Desk) -> None:
        cards = desk.file()
        assert change(desk, cards[CUSTOMERS], A)["Severity"].startswith("INC-1 already has severity A.")
        assert change(desk, cards[CUSTOMERS], B, reason=" ") == {"Reason": "Please fill this in."}

    def test_to_a_deadline_that_has_passed_is_a_breach_at_once_and_not_late(self, desk: Desk) -> None:
        cards = desk.file(Severity=B)
        desk.pass_time(hours=3, minutes=45)
        assert change(desk, cards[CUSTOMERS], A) == {}
        said = [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one]
        assert len(said) == 1
        assert "has passed its deadline" in said[0]
        assert "comes" not in said[0]
        assert "That time has already passed." in "".join(desk.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert len([one for one in desk.direct("U0MAX") if "INC-1" in one]) == 1

    def test_after_the_answer_leaves_what_was_kept(self, desk: Desk) -> None:
        cards = desk.file(Severity=B)
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.pass_time(hours=3)
        assert change(desk, cards[CUSTOMERS], A) == {}
        said = desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "the deadline, Mon 23 Nov 2026, 13:00 CET, stays as it was" in said
        assert "is now due by" not in said
        assert "Mon 23 Nov 2026, 13:00 CET" in desk.card(CUSTOMERS, cards[CUSTOMERS])
        assert "met with 4 business hours to spare" in desk.card(CUSTOMERS, cards[CUSTOMERS])
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one or "⏰" in one]

    def test_after_the_answer_leaves_it_in_history_and_explanation_too(self, desk: Desk) -> None:
        """B was due by 13:00 and was kept; A would have been due by 11:00."""
        cards = desk.file(Severity=B)
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert change(desk, cards[CUSTOMERS], A) == {}
        shown = str(desk.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        assert "We had already responded, so the deadline stayed Mon 23 Nov 2026, 13:00 CET." in shown
        explained = str(desk.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body)
        assert "*Deadline: Mon 23 Nov 2026, 13:00 CET*" in explained
        assert "We responded before the severity became A, so this deadline counts." in explained
        assert "11:00" not in shown + explained

    def test_is_explained(self, desk: Desk) -> None:
        cards = desk.file()
        change(desk, cards[CUSTOMERS], B)
        told = str(desk.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body)
        assert "• Severity A (Business hours): initial response within 2 h, by Mon 23 Nov 2026, 11:00 CET." in told
        assert "<@U0ALICE> changed the severity to B: “Only mail is &lt;slow&gt;.”" in told
        assert "Severity B promises an initial response within 4 business hours." in told
        assert told.index("Severity A") < told.index("Deadline: Mon 23 Nov 2026, 13:00 CET")

    def test_after_reopening_keeps_to_the_last_promise(self, desk: Desk) -> None:
        cards = desk.file(Severity=B)
        change(desk, cards[CUSTOMERS], A)
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        desk.pass_time(minutes=150)
        desk.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({"Reason": "Not gone."}).ok
        desk.deliver()
        said = [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🚨" in one or "⏰" in one]
        assert len(said) == 1
        assert "has passed its deadline" in said[0]
