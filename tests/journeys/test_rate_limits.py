"""Slack limits posts in each channel and calls of each method in the workspace: only what is limited waits."""

from datetime import timedelta

from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness

WAIT = {"status": 429, "headers": {"Retry-After": "30"}}


class TestUpdates:
    """`chat.update` is limited: cards are brought up to date later, and nothing else waits."""

    def test_delay_no_post_in_their_channel(self, harness: Harness) -> None:
        first = harness.file()
        harness.slack.fail("chat.update", times=1, **WAIT)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=first[TRIAGE])
        harness.deliver()
        second = harness.file()
        assert len(harness.slack.calls("chat.update")) == 0  # The fault hit the first; nobody tried the second.
        assert harness.slack.faults_hit == 1
        assert second[TRIAGE] != first[TRIAGE]
        assert "Waiting" in harness.card(TRIAGE, first[TRIAGE])
        harness.clock.tick(timedelta(seconds=31))
        harness.deliver()
        assert "@theo has it" in harness.card(TRIAGE, first[TRIAGE])
        assert "has acknowledged" in harness.thread(CUSTOMERS, first[CUSTOMERS])[-1]


class TestLooking:
    """Reading is limited: what may have been posted waits until it can be looked for, and nothing else does."""

    def test_that_is_limited_holds_up_only_what_must_be_looked_for(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel=TRIAGE)
        harness.slack.fail("conversations.history", times=1, **WAIT)
        harness.file()
        harness.clock.tick(timedelta(seconds=6))
        harness.deliver()
        assert harness.slack.faults_hit == 2
        harness.file()
        assert len(harness.cards(TRIAGE)) == 2
        harness.clock.tick(timedelta(seconds=31))
        harness.deliver()
        assert len(harness.cards(TRIAGE)) == 2
        assert len(harness.slack.calls("conversations.history")) == 1

    def test_into_a_channel_serves_all_that_may_have_been_posted_there(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=5, drop_after_accept=True, channel=TRIAGE)
        for _ in range(8):
            harness.file()
        harness.clock.tick(timedelta(seconds=60))
        harness.deliver()
        assert harness.slack.faults_hit == 5
        assert len(harness.cards(TRIAGE)) == 8
        assert len(harness.slack.calls("conversations.history")) == 1

    def test_at_another_time_is_a_look_of_its_own(self, harness: Harness) -> None:
        """A message that an earlier look did not find may have been posted since."""
        for _ in range(2):
            harness.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel=TRIAGE)
            harness.file()
            harness.clock.tick(timedelta(seconds=6))
            harness.deliver()
        assert len(harness.cards(TRIAGE)) == 2
        assert len(harness.slack.calls("conversations.history")) == 2


class TestReadingAtStart:
    """However many incidents wait, all their threads are read."""

    def test_waits_where_slack_wants_it_to(self, harness: Harness) -> None:
        cards = [harness.file() for _ in range(2)]
        for one in cards:
            harness.unheard("U0TESS", "Mine.", channel=TRIAGE, thread=one[TRIAGE])
        harness.slack.fail("conversations.replies", times=1, status=429, headers={"Retry-After": "30"})
        queue = harness.guichet.reread_queue
        queue.start()
        queue.run()
        read = len(harness.slack.calls("conversations.replies"))
        harness.clock.tick(timedelta(seconds=29))
        queue.run()
        assert len(harness.slack.calls("conversations.replies")) == read  # It is not asked again too soon.
        harness.clock.tick(timedelta(seconds=2))
        for _ in cards:
            queue.run()
        harness.deliver()
        assert all("@tess has it" in harness.card(TRIAGE, one[TRIAGE]) for one in cards)
