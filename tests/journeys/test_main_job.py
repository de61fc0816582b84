"""The main job, from the command to the last reminder, as people in Slack see it."""

from datetime import timedelta

from models import Incident
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


class TestFiling:
    """A customer files, and both sides see a card."""

    def test_both_sides_see_a_card(self, harness: Harness) -> None:
        cards = harness.file()
        for channel in (CUSTOMERS, TRIAGE):
            shown = harness.card(channel, cards[channel])
            for fact in ("INC-1 · Mail is down", "Mail Server 2022", "critical", "Business hours", "@alice"):
                assert fact in shown
            assert "Mon 23 Nov 2026, 11:00 CET\n" in shown
        assert harness.slack.buttons(harness.slack.message(TRIAGE, cards[TRIAGE]))[:2] == [
            "Acknowledge",
            "Reply to customer",
        ]

    def test_form_speaks_the_customers_language_and_the_card_the_channels(self, harness: Harness) -> None:
        harness.bob.command("/incident", channel=CUSTOMERS)
        form = harness.slack.text_of(harness.slack.open_view("U0BOB"))
        assert "De quoi avez-vous besoin\u202f?" in form
        harness.bob.submit(
            {
                "De quoi avez-vous besoin\u202f?": "De l’aide pour un problème",
                "Titre": "Panne",
                "Produit": "Mail Server 2022",
                "Gravité": "🔵 C · impact minimal sur l’activité (réponse sous 8 heures ouvrées)",
                "Couverture horaire": "Heures ouvrées",
                "Description": "Rien ne va.",
            }
        )
        harness.deliver()
        assert "Waiting for a technician" in harness.card(CUSTOMERS, harness.cards(CUSTOMERS)[0]["ts"])

    def test_outside_a_channel_the_customer_gets_a_direct_message_in_their_language(self, harness: Harness) -> None:
        harness.slack.remove_bot(CUSTOMERS)
        harness.file()
        assert harness.cards(CUSTOMERS) == []
        assert "INC-1 · Mail is down" in harness.direct("U0ALICE")[0]

    def test_same_form_sent_twice_is_one_incident(self, harness: Harness) -> None:
        harness.file()
        assert harness.alice.resubmit().ok
        harness.deliver()
        assert len(harness.cards(TRIAGE)) == 1

    def test_shortcut_opens_the_form_and_answers_directly(self, harness: Harness) -> None:
        harness.alice.shortcut("file_incident")
        assert harness.alice.submit(
            {
                "What do you need?": "Help with one problem",
                "Title": "T",
                "Product": "Mail Server 2022",
                "Severity": "🔵 C · minimal business impact (response within 8 business hours)",
                "Cover": "Business hours",
                "Description": "D",
            }
        ).ok
        harness.deliver()
        assert "INC-1 · T" in harness.direct("U0ALICE")[0]

    def test_message_shortcut_fills_in_what_was_written(self, harness: Harness) -> None:
        ts = harness.alice.say("Since 9:00 <nothing> works & https://status.example is red", channel=CUSTOMERS).ts
        harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=ts)
        blocks = {one["block_id"]: one for one in harness.slack.open_view("U0ALICE")["blocks"]}
        shown = blocks["description"]["element"]["initial_value"]
        assert shown == "Since 9:00 <nothing> works & https://status.example is red"

    def test_user_text_stays_text(self, harness: Harness) -> None:
        nasty = "<!channel> <@U0MAX> <https://evil.example|bank> &<>"
        cards = harness.file(Title=nasty, Description=nasty)
        for channel in (CUSTOMERS, TRIAGE):
            assert nasty in harness.card(channel, cards[channel])
        assert not harness.slack.broadcasts


class TestAcknowledging:
    """The first visible act of a technician counts, once."""

    def test_button_tells_both_sides(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(minutes=14)
        assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            assert "@theo has it" in harness.card(channel, cards[channel])
            assert "met with 1 h 46 min to spare" in harness.card(channel, cards[channel])
        assert "Acknowledge" not in harness.slack.buttons(harness.slack.message(TRIAGE, cards[TRIAGE]))
        assert "@theo has acknowledged your incident" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[0]
        assert (
            "(with the button), 1 h 46 min before the deadline, Mon 23 Nov 2026, 11:00 CET"
            in harness.thread(TRIAGE, cards[TRIAGE])[0]
        )

    def test_eyes_on_either_card_count(self, harness: Harness) -> None:
        for channel in (CUSTOMERS, TRIAGE):
            cards = harness.file()
            if channel == CUSTOMERS:
                harness.slack.add_member(CUSTOMERS, "U0THEO")
            harness.theo.react("eyes", channel=channel, ts=cards[channel])
            harness.deliver()
            assert "@theo has it" in harness.card(TRIAGE, cards[TRIAGE])

    def test_eyes_whose_event_has_a_wrong_time_count_from_the_filing(self, harness: Harness) -> None:
        """1970 would be a margin of half a century, and is shown to everybody."""
        ts = harness.file()
        item = {"type": "message", "channel": TRIAGE, "ts": ts[TRIAGE]}
        event = {"type": "reaction_added", "user": "U0THEO", "reaction": "eyes", "item": item, "event_ts": "1.000000"}
        assert harness.people.event(event).ok
        harness.deliver()
        assert "met with 2 h to spare" in harness.card(TRIAGE, ts[TRIAGE])

    def test_another_reaction_does_not(self, harness: Harness) -> None:
        cards = harness.file()
        harness.theo.react("thumbsup", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        assert "Waiting" in harness.card(TRIAGE, cards[TRIAGE])

    def test_first_message_in_either_thread_counts(self, harness: Harness) -> None:
        harness.slack.add_member(CUSTOMERS, "U0THEO")
        for channel, how in ((CUSTOMERS, "by answering the customer"), (TRIAGE, "by saying so here")):
            cards = harness.file()
            harness.theo.reply("Mine, I am looking.", channel=channel, thread_ts=cards[channel])
            harness.deliver()
            assert how in harness.thread(TRIAGE, cards[TRIAGE])[-1]

    def test_customers_own_words_and_the_bots_never_count(self, harness: Harness) -> None:
        cards = harness.file()
        harness.alice.reply("Anybody there?", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        harness.alice.react("eyes", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        harness.people.echo(TRIAGE, cards[TRIAGE])
        harness.deliver()
        assert "Waiting" in harness.card(TRIAGE, cards[TRIAGE])

    def test_customer_who_clicks_is_refused_politely_in_their_language(self, harness: Harness) -> None:
        cards = harness.file()
        harness.slack.add_member(TRIAGE, "U0BOB")  # Slack has not told us that he is a technician now.
        assert harness.bob.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        assert "Waiting" in harness.card(TRIAGE, cards[TRIAGE])
        assert harness.private_answers("U0BOB")[0].startswith("Seuls les techniciens (les membres du canal de triage)")

    def test_second_is_told_who_was_first(self, harness: Harness) -> None:
        cards = harness.file()
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        said = harness.private_answers("U0TESS")
        assert said == ["@theo has already acknowledged INC-1 (Mon 23 Nov 2026, 09:00 CET)."]

    def test_margin_of_business_hours_is_counted_and_kept_both_ways(self, harness: Harness) -> None:
        """B, filed at 17:00, is due on Tuesday at 12:00; it is answered at 12:30, and then its severity changes."""
        harness.clock.move_to("2026-11-23 16:00:00")
        cards = harness.file(Severity="🟠 B · moderate business impact (response within 4 business hours)")
        harness.clock.move_to("2026-11-24 11:30:00")
        assert harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        late = "late by 30 min of business hours: the deadline was Tue 24 Nov 2026, 12:00 CET"
        assert any(f"(with the button), {late}" in text for text in harness.thread(TRIAGE, cards[TRIAGE]))
        assert "answered late by 30 min of business hours (Tue 24 Nov 2026, 12:30 CET)" in harness.card(
            TRIAGE, cards[TRIAGE]
        )
        history = harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS).body["text"]
        assert "acknowledged it with the button, late by 30 min of business hours: the deadline was " in history
        with harness.guichet.database.reading() as session:
            stored = session.get_one(Incident, 1)
        assert (stored.acknowledged_margin, stored.margin_on_clock) == (-1800, -1800)


class TestReminders:
    """Reminders are posted in time, in the thread, and only while they are true."""

    def test_come_at_their_shares_and_after_the_deadline(self, harness: Harness) -> None:
        cards = harness.file()
        seen: list[tuple[int, str]] = []
        for minute in range(1, 4 * 60):
            before = len(harness.thread(TRIAGE, cards[TRIAGE]))
            harness.pass_time(minutes=1)
            seen += [(minute, text) for text in harness.thread(TRIAGE, cards[TRIAGE])[before:]]
        assert [(minute, text.removeprefix("@here ").split()[0]) for minute, text in seen] == [
            (60, "⏰"),  # half of 2 h
            (90, "⏰"),  # three quarters
            (108, "⏰"),  # nine tenths
            (120, "🚨"),  # the deadline
            (150, "🚨"),  # every half hour, three times
            (180, "🚨"),
            (210, "🚨"),
        ]
        assert "1 h left" in seen[0][1]
        assert "12 min left" in seen[2][1]
        assert "(reminder 3 of 3)" in seen[-1][1]
        assert [minute for minute, text in seen if text.startswith("@here ")] == [108, 120, 150, 180, 210]

    def test_last_warning_breach_and_escalations_are_shown_in_the_channel_too(self, harness: Harness) -> None:
        harness.file()
        harness.pass_time(hours=3)
        shown = [
            call.args["text"].removeprefix("<!here> ")[0]
            for call in harness.slack.calls("chat.postMessage")
            if call.args.get("reply_broadcast") in (True, "true", "1", 1)
        ]
        assert shown == ["⏰", "🚨", "🚨", "🚨"]

    def test_breach_is_told_to_the_manager_in_their_language_and_shown_on_the_cards(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(minutes=121)
        assert "a dépassé l’échéance" in harness.direct("U0MAX")[0]
        for channel in (CUSTOMERS, TRIAGE):
            assert "Overdue" in harness.card(channel, cards[channel])

    def test_end_with_the_acknowledgement(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(minutes=65)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.pass_time(hours=3)
        said = harness.thread(TRIAGE, cards[TRIAGE])
        assert [text.split()[0] for text in said] == ["⏰", "✅"]
        assert harness.direct("U0MAX") == []

    def test_of_a_business_clock_are_silent_at_night(self, harness: Harness) -> None:
        """B filed at 16:00 has 2 h left at closing: its warnings are due at 18:00, 10:00 and 10:36, breach at 11:00."""
        harness.clock.move_to("2026-11-23 15:00:00")
        cards = harness.file(Severity="🟠 B · moderate business impact (response within 4 business hours)")
        harness.pass_time(hours=17)  # to 9:00 of the next day
        assert len(harness.thread(TRIAGE, cards[TRIAGE])) == 1
        harness.pass_time(hours=2)
        assert [text.split()[0] for text in harness.thread(TRIAGE, cards[TRIAGE])] == ["⏰", "⏰", "⏰", "🚨"]

    def test_after_a_stop_only_the_most_urgent_one_comes_and_says_how_late(self, harness: Harness) -> None:
        cards = harness.file()
        harness.clock.tick(timedelta(hours=2, minutes=45))
        harness.deliver()
        said = harness.thread(TRIAGE, cards[TRIAGE])
        assert len(said) == 1
        assert "due by Mon 23 Nov 2026, 11:00 CET and late by 45 min (reminder 1 of 3)" in said[0]
        assert "comes 15 min late" in said[0]
        assert "avec 15\u00a0min de retard" in harness.direct("U0MAX")[0]
