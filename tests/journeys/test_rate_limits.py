"""Slack limits a channel in what is posted there, and a method in the whole workspace: only that waits."""

from datetime import timedelta

from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk

WAIT = {"status": 429, "headers": {"Retry-After": "30"}}


class TestUpdates:
    """`chat.update` is limited: cards are brought up to date later, and nothing else waits."""

    def test_delay_no_post_in_their_channel(self, desk: Desk) -> None:
        first = desk.file()
        desk.slack.fail("chat.update", times=1, **WAIT)
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=first[TRIAGE])
        desk.deliver()
        second = desk.file()
        assert len(desk.slack.calls("chat.update")) == 0  # The fault hit the first; nobody tried the second.
        assert desk.slack.faults_hit == 1
        assert second[TRIAGE] != first[TRIAGE]
        assert "Waiting" in desk.card(TRIAGE, first[TRIAGE])
        desk.clock.tick(timedelta(seconds=31))
        desk.deliver()
        assert "@theo has it" in desk.card(TRIAGE, first[TRIAGE])
        assert "has acknowledged" in desk.thread(CUSTOMERS, first[CUSTOMERS])[-1]


class TestLooking:
    """Reading is limited: what may have been posted waits until it can be looked for, and nothing else does."""

    def test_that_is_limited_holds_up_only_what_must_be_looked_for(self, desk: Desk) -> None:
        desk.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel=TRIAGE)
        desk.slack.fail("conversations.history", times=1, **WAIT)
        desk.file()
        desk.clock.tick(timedelta(seconds=6))
        desk.deliver()
        assert desk.slack.faults_hit == 2
        desk.file()
        assert len(desk.cards(TRIAGE)) == 2
        desk.clock.tick(timedelta(seconds=31))
        desk.deliver()
        assert len(desk.cards(TRIAGE)) == 2
        assert len(desk.slack.calls("conversations.history")) == 1

    def test_into_a_channel_serves_all_that_may_have_been_posted_there(self, desk: Desk) -> None:
        desk.slack.fail("chat.postMessage", times=5, drop_after_accept=True, channel=TRIAGE)
        for _ in range(8):
            desk.file()
        desk.clock.tick(timedelta(seconds=60))
        desk.deliver()
        assert desk.slack.faults_hit == 5
        assert len(desk.cards(TRIAGE)) == 8
        assert len(desk.slack.calls("conversations.history")) == 1

    def test_at_another_time_is_a_look_of_its_own(self, desk: Desk) -> None:
        """What an earlier look did not show may have been posted since."""
        for _ in range(2):
            desk.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel=TRIAGE)
            desk.file()
            desk.clock.tick(timedelta(seconds=6))
            desk.deliver()
        assert len(desk.cards(TRIAGE)) == 2
        assert len(desk.slack.calls("conversations.history")) == 2


class TestReadingAtStart:
    """However many incidents wait, all their threads are read."""

    def test_waits_where_slack_wants_it_to(self, desk: Desk) -> None:
        cards = [desk.file() for _ in range(2)]
        for one in cards:
            desk.unheard("U0TESS", "Mine.", channel=TRIAGE, thread=one[TRIAGE])
        desk.slack.fail("conversations.replies", times=1, status=429, headers={"Retry-After": "30"})
        queue = desk.guichet.reread_queue
        queue.start()
        queue.run()
        read = len(desk.slack.calls("conversations.replies"))
        desk.clock.tick(timedelta(seconds=29))
        queue.run()
        assert len(desk.slack.calls("conversations.replies")) == read  # It is not asked again too soon.
        desk.clock.tick(timedelta(seconds=2))
        for _ in cards:
            queue.run()
        desk.deliver()
        assert all("@tess has it" in desk.card(TRIAGE, one[TRIAGE]) for one in cards)
