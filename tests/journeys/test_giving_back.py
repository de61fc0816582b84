"""An incident that was taken by mistake is given back: everybody reads it, and the reminders start again."""

from datetime import timedelta

from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


def reminders(harness: Harness, ts: str) -> list[str]:
    """Return the reminders in the triage thread."""
    return [one for one in harness.thread(TRIAGE, ts) if "⏰" in one or "🚨" in one]


class TestGivingBack:
    """Theo reads French, Alice and the triage channel English."""

    def test_is_read_by_both_sides_and_the_reminders_come_again(self, harness: Harness) -> None:
        cards = harness.file()
        assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        harness.clock.tick(timedelta(minutes=70))  # Half of the two hours has passed, and nobody was reminded.
        harness.deliver()
        assert reminders(harness, cards[TRIAGE]) == []
        assert harness.choose(harness.theo, "give_back", cards[TRIAGE]).ok
        assert harness.theo.submit({"Note de transmission": "Pas mon <produit>"}).ok
        harness.deliver()
        told = harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "@theo no longer has INC-1 “Mail is down”: it is waiting for a technician again" in told
        warning, given = harness.thread(TRIAGE, cards[TRIAGE])[-2:]  # In the order in which they were due.
        assert "@theo has given back INC-1 “Mail is down”" in given
        assert "Pas mon <produit>" in given
        assert "50% of the promised time" in warning
        assert "comes" not in warning  # It counts as due from now on.
        assert "Waiting for a technician" in harness.card(TRIAGE, cards[TRIAGE])
        harness.pass_time(minutes=51)
        assert "has passed its deadline" in reminders(harness, cards[TRIAGE])[-1]
        assert len(reminders(harness, cards[TRIAGE])) == 4  # 50, 75, 90 % and the breach, once each.
        assert harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        assert "answered late by 1 min (" in harness.card(TRIAGE, cards[TRIAGE])
        history = str(harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body)
        for done in ("<@U0THEO> acknowledged it", "<@U0THEO> gave it back", "<@U0TESS> acknowledged it"):
            assert done in history

    def test_by_taking_eyes_away_is_not_undone_when_the_threads_are_read_again(self, harness: Harness) -> None:
        cards = harness.file()
        harness.unheard_eyes("U0TESS", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.theo.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.clock.tick(timedelta(minutes=4))
        assert harness.theo.unreact("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.guichet.reread_queue.start()
        harness.deliver()
        assert "Waiting for a technician" in harness.card(TRIAGE, cards[TRIAGE])
        harness.clock.tick(timedelta(seconds=10))
        assert harness.theo.react("eyes", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        assert "@theo has it" in harness.card(TRIAGE, cards[TRIAGE])

    def test_is_offered_to_whoever_has_it_alone_and_happens_once(self, harness: Harness) -> None:
        cards = harness.file()
        assert harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        for who, is_offered in ((harness.theo, False), (harness.tess, True)):
            assert who.click("More…", channel=TRIAGE, ts=cards[TRIAGE]).ok
            assert ("'give_back'" in str(harness.slack.open_view(who.id))) is is_offered
            who.close_form()
        assert harness.choose(harness.tess, "give_back", cards[TRIAGE]).ok
        assert harness.tess.submit({}).ok
        assert harness.tess.resubmit().ok  # Sent twice by an impatient finger.
        harness.deliver()
        given = [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "↩️" in one]
        assert len(given) == 1
