"""An incident that was taken by mistake is given back: everybody reads it, and the reminders come as at first."""

from datetime import timedelta

from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk


def reminders(desk: Desk, ts: str) -> list[str]:
    """Return what was reminded of in the triage thread."""
    return [one for one in desk.thread(TRIAGE, ts) if "⏰" in one or "🚨" in one]


class TestGivingBack:
    """Theo reads French, Alice and the triage channel English."""

    def test_is_read_by_both_sides_and_the_reminders_come_again(self, desk: Desk) -> None:
        cards = desk.file()
        assert desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.deliver()
        desk.clock.tick(timedelta(minutes=70))  # Half of the two hours has passed, and nobody was reminded.
        desk.deliver()
        assert reminders(desk, cards[TRIAGE]) == []
        assert desk.choose(desk.theo, "give_back", cards[TRIAGE]).ok
        assert desk.theo.submit({"Note de transmission": "Pas mon <produit>"}).ok
        desk.deliver()
        told = desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "@theo no longer has INC-1: it is waiting for a technician again" in told
        warning, given = desk.thread(TRIAGE, cards[TRIAGE])[-2:]  # In the order in which they were due.
        assert "@theo has given INC-1 back" in given
        assert "Pas mon <produit>" in given
        assert "50% of the promised time" in warning
        assert "comes" not in warning  # It counts as due from now on.
        assert "Waiting for a technician" in desk.card(TRIAGE, cards[TRIAGE])
        desk.pass_time(minutes=51)
        assert "has passed its deadline" in reminders(desk, cards[TRIAGE])[-1]
        assert len(reminders(desk, cards[TRIAGE])) == 4  # 50, 75, 90 % and the breach, once each.
        assert desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.deliver()
        assert "missed by 1 min (" in desk.card(TRIAGE, cards[TRIAGE])
        history = str(desk.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        for done in ("<@U0THEO> acknowledged it", "<@U0THEO> gave it back", "<@U0TESS> acknowledged it"):
            assert done in history

    def test_by_taking_eyes_away_is_not_undone_when_the_threads_are_read_again(self, desk: Desk) -> None:
        cards = desk.file()
        desk.unheard_eyes("U0TESS", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.theo.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.clock.tick(timedelta(minutes=4))
        assert desk.theo.unreact("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.guichet.reread_queue.start()
        desk.deliver()
        assert "Waiting for a technician" in desk.card(TRIAGE, cards[TRIAGE])
        desk.clock.tick(timedelta(seconds=10))
        assert desk.theo.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.deliver()
        assert "@theo has it" in desk.card(TRIAGE, cards[TRIAGE])

    def test_is_offered_to_whoever_has_it_alone_and_happens_once(self, desk: Desk) -> None:
        cards = desk.file()
        assert desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        desk.deliver()
        for who, is_offered in ((desk.theo, False), (desk.tess, True)):
            assert who.click("More…", channel=TRIAGE, ts=cards[TRIAGE]).ok
            assert ("'give_back'" in str(desk.slack.open_view(who.id))) is is_offered
            who.close_form()
        assert desk.choose(desk.tess, "give_back", cards[TRIAGE]).ok
        assert desk.tess.submit({}).ok
        assert desk.tess.resubmit().ok  # Sent twice by an impatient finger.
        desk.deliver()
        given = [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "↩️" in one]
        assert len(given) == 1
