"""What is said on one side is seen on the other, once; what technicians say among themselves is not."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.rules.markup import unformatted
from bot.texts.rich_text import written
from models import Event, Incident, Remark
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness

REPLY = "Reply to customer"
EMPTY = "Remplissez ce champ."


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that Alice has just filed; Theo is in the customer's channel too."""
    harness.slack.add_member(CUSTOMERS, "U0THEO")
    return harness.file()


def say(harness: Harness, user: str, text: str, cards: dict[str, str], *, files: tuple[str, ...] = ()) -> str:
    """Let somebody write in the customer's thread, and return the ts."""
    answer = harness.people[user].reply(text, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS], files=files)
    assert answer.ok, answer
    harness.deliver()
    return answer.ts


def triage(harness: Harness, cards: dict[str, str]) -> list[str]:
    """Return what was written in the triage thread."""
    return harness.thread(TRIAGE, cards[TRIAGE])


def customers(harness: Harness, cards: dict[str, str]) -> list[str]:
    """Return what was written in the customer's thread."""
    return harness.thread(CUSTOMERS, cards[CUSTOMERS])


def remarks(harness: Harness) -> list[Remark]:
    """Return the remarks that are stored."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Remark)))


def incident(harness: Harness) -> Incident:
    """Return the one incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


class TestFromTheCustomer:
    """The technicians see it in the triage thread, with who said it."""

    def test_words_arrive_in_order(self, harness: Harness, cards: dict[str, str]) -> None:
        for text in ("It is the second floor.", "And the third.", "Anybody?"):
            say(harness, "U0ALICE", text, cards)
        said = triage(harness, cards)
        assert [text.splitlines()[-1] for text in said] == ["It is the second floor.", "And the third.", "Anybody?"]
        assert "Alice in the customer’s thread:" in said[0]

    def test_words_that_are_told_in_another_order_arrive_as_they_were_said(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        for text in ("One.", "Two.", "Three."):
            harness.unheard("U0ALICE", text, channel=CUSTOMERS, thread=cards[CUSTOMERS])
            harness.clock.tick(timedelta(seconds=1))
        for message in reversed(harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])):
            harness.people.echo(CUSTOMERS, message["ts"])
        harness.deliver()
        assert [text.splitlines()[-1] for text in triage(harness, cards)] == ["One.", "Two.", "Three."]

    def test_so_does_what_somebody_of_no_account_says(self, harness: Harness, cards: dict[str, str]) -> None:
        say(harness, "U0BOB", "Me too.", cards)
        assert "Bob in the customer’s thread:" in triage(harness, cards)[0]

    def test_so_does_what_a_technician_says_there_and_it_acknowledges(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        say(harness, "U0THEO", "I am looking.", cards)
        said = triage(harness, cards)
        assert "Theo in the customer’s thread:" in said[0]
        assert "theo has acknowledged INC-1 (by answering the customer)" in said[1]

    def test_edit_changes_the_copy(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = say(harness, "U0ALICE", "It is the second floor.", cards)
        harness.alice.edit("It is the third floor.", channel=CUSTOMERS, ts=ts)
        harness.people.resend_last()
        harness.deliver()
        (said,) = triage(harness, cards)
        assert "third floor" in said
        assert "second floor" not in said
        assert "(edited)" in said

    def test_edit_before_the_copy_is_posted_is_in_it(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.alice.reply("One.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ts
        harness.alice.edit("Two.", channel=CUSTOMERS, ts=ts)
        harness.deliver()
        (said,) = triage(harness, cards)
        assert "Two." in said
        assert "One." not in said

    def test_edit_whose_message_was_missed_brings_it(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.unheard("U0ALICE", "One.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        ts = harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]["ts"]
        harness.alice.edit("Two.", channel=CUSTOMERS, ts=ts)
        harness.people.echo(CUSTOMERS, ts)
        harness.deliver()
        assert [text.splitlines()[-1] for text in triage(harness, cards)] == ["Two."]

    def test_deletion_is_marked(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = say(harness, "U0ALICE", "Never mind.", cards)
        harness.alice.delete(channel=CUSTOMERS, ts=ts)
        harness.people.resend_last()
        harness.deliver()
        (said,) = triage(harness, cards)
        assert "Never mind." in said
        assert "(deleted)" in said

    def test_files_are_linked(self, harness: Harness, cards: dict[str, str]) -> None:
        say(harness, "U0ALICE", "", cards, files=("trace.log", "screen.png"))
        (copy,) = harness.slack.thread(TRIAGE, cards[TRIAGE])
        assert [line for line in harness.slack.text_of({"blocks": copy["blocks"]}).splitlines() if "📎" in line] == [
            "📎 trace.log",
            "📎 screen.png",
        ]
        assert "<https://files.slack.com/" in str(copy["blocks"])

    def test_long_message_with_code_and_lists_arrives_whole(self, harness: Harness, cards: dict[str, str]) -> None:
        code = "```\nif a < b && c:\n    go()\n```\n• one\n• two\n"
        text = (code + "".join(f"line {number:04d} of the log\n" for number in range(600)))[:12_000]
        say(harness, "U0ALICE", text, cards)
        (copy,) = harness.slack.thread(TRIAGE, cards[TRIAGE])
        (piece,) = [written(block) for block in copy["blocks"] if block["type"] == "rich_text"]
        # `<` and `&` count as they are stored, `&lt;` and `&amp;`: the last words give way to an ellipsis.
        assert piece.removesuffix("…") == unformatted(text)[: len(piece) - 1]
        assert len(piece) > 11_900

    def test_nobody_is_called_by_a_copy(self, harness: Harness, cards: dict[str, str]) -> None:
        """The fixture `slack` also fails if a whole channel was called."""
        add = harness.slack.add_message
        typed = "<!channel> <!here> <!everyone> <!subteam^S0|@ops> <@U0THEO> &lt;!channel&gt;"
        said = add(harness.slack.channels[CUSTOMERS], "U0ALICE", text=typed, thread_ts=cards[CUSTOMERS])
        harness.slack.broadcasts.clear()  # Alice's own.
        harness.people.echo(CUSTOMERS, said["ts"])
        harness.deliver()
        (copy,) = harness.slack.thread(TRIAGE, cards[TRIAGE])
        assert "@channel @here @everyone @ops @Theo <!channel>" in harness.slack.text_of(copy)
        assert "<!" not in copy["text"]
        assert "<@" not in copy["text"]

    def test_bots_are_not_copied(self, harness: Harness, cards: dict[str, str]) -> None:
        say(harness, "U0THEO", "I am looking.", cards)
        for channel in (CUSTOMERS, TRIAGE):
            for one in harness.slack.thread(channel, cards[channel]):
                harness.people.echo(channel, one["ts"])
        harness.deliver()
        assert len(remarks(harness)) == 1
        assert len(triage(harness, cards)) == 2

    def test_event_sent_again_is_copied_once(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = say(harness, "U0ALICE", "Hello?", cards)
        harness.people.resend_last()
        harness.people.echo(CUSTOMERS, ts)  # The same message under another event's id.
        harness.deliver()
        assert len(triage(harness, cards)) == 1

    def test_what_was_missed_is_found_and_copied_once(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.unheard("U0ALICE", "Hello?", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        for _ in range(2):
            harness.guichet.reread_queue.start()
            harness.deliver()
        assert [text for text in triage(harness, cards) if "Hello?" in text] == [triage(harness, cards)[-1]]

    def test_closed_incident_still_listens(self, harness: Harness, cards: dict[str, str]) -> None:
        with harness.guichet.database.transaction() as session:
            closed = session.exec(select(Incident)).one()
            closed.status, closed.outcome, closed.closed_by = "closed", "withdrawn", "U0ALICE"
            closed.closed_at = closed.opened_at
        say(harness, "U0ALICE", "It is back!", cards)
        copied, answered = triage(harness, cards)[-2:]
        assert "It is back!" in copied
        assert "@alice has written in the thread of INC-1 “Mail is down”, which is closed" in answered
        answer(harness, "Looking.", cards)
        assert customers(harness, cards)[-1].endswith("Theo:\nLooking.")
        assert incident(harness).acknowledged_by is None

    def test_copy_that_somebody_removed_does_not_hold_up_the_rest(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        ts = say(harness, "U0ALICE", "One.", cards)
        triage_channel = harness.slack.channels[TRIAGE]
        copy = harness.slack.thread(TRIAGE, cards[TRIAGE])[0]["ts"]
        harness.slack.remove_message(triage_channel, triage_channel.messages[copy])
        harness.alice.edit("Two.", channel=CUSTOMERS, ts=ts)
        say(harness, "U0ALICE", "Three.", cards)
        assert [text.splitlines()[-1] for text in triage(harness, cards)] == ["Three."]

    def test_direct_message_works_the_same(self, harness: Harness) -> None:
        harness.file(channel="")
        card, place = harness.cards(TRIAGE)[-1]["ts"], harness.slack.direct_message("U0ALICE")
        root = next(iter(harness.slack.messages(place.id)))["ts"]
        harness.alice.reply("Hello?", channel=place.id, thread_ts=root)
        harness.deliver()
        assert "Hello?" in harness.thread(TRIAGE, card)[-1]
        answer(harness, "Yes?", {TRIAGE: card})
        assert "Theo:\nYes?" in harness.thread(place.id, root)[-1]


def answer(harness: Harness, text: str, cards: dict[str, str]) -> None:
    """Let Theo answer with the button."""
    assert harness.theo.click(REPLY, channel=TRIAGE, ts=cards[TRIAGE]).ok
    assert harness.theo.submit({"Votre réponse": text}).ok
    harness.deliver()


class TestFromTheTechnicians:
    """What technicians write is private, except what they send to the customer."""

    def test_what_they_say_among_themselves_stays_there(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.theo.reply("What a mess.", channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        harness.theo.edit("What a big mess.", channel=TRIAGE, ts=ts)
        harness.deliver()
        assert remarks(harness) == []
        assert not any("mess" in text for text in customers(harness, cards))

    def test_reply_reaches_the_customer_acknowledges_and_is_noted(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        answer(harness, "Please restart <it> & wait. <!channel>", cards)
        assert harness.theo.resubmit().status == 200
        harness.deliver()
        first, second = customers(harness, cards)
        assert "theo has acknowledged your incident" in first
        assert second.endswith("Theo:\nPlease restart <it> & wait. <!channel>")
        assert "Sent to the customer by @theo" in triage(harness, cards)[-1]
        assert "Please restart <it> & wait." in triage(harness, cards)[-1]
        assert len([text for text in triage(harness, cards) if "Sent" in text]) == 1
        assert incident(harness).acknowledged_how == "reply"

    def test_reply_is_in_the_audit_trail(self, harness: Harness, cards: dict[str, str]) -> None:
        answer(harness, "Yes?", cards)
        with harness.guichet.database.reading() as session:
            event = session.exec(select(Event).where(Event.kind == "reply_to_customer")).one()
        assert (event.incident_id, event.actor) == (1, "U0THEO")

    def test_empty_reply_is_refused_at_its_field(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.theo.click(REPLY, channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.theo.submit({"Votre réponse": " \u200b "}).errors == {"Votre réponse": EMPTY}

    def test_customer_who_presses_a_forwarded_button_is_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.guichet.people.person("U0ALICE")  # She is known as none,
        harness.slack.add_member(TRIAGE, "U0ALICE")  # and this is only so that the button can be pressed here.
        harness.alice.click(REPLY, channel=TRIAGE, ts=cards[TRIAGE])
        assert "can reply to the customer this way" in harness.private_answers("U0ALICE")[-1]
        assert harness.slack.open_view("U0ALICE") is None

    def test_form_says_that_the_customer_has_left(self, harness: Harness, cards: dict[str, str]) -> None:
        """Slack takes messages to people who were deactivated, and nobody reads them."""
        for has_left in (False, True):
            harness.slack.users["U0ALICE"].deleted = has_left
            harness.guichet.people._profiles._known.clear()
            harness.theo.click(REPLY, channel=TRIAGE, ts=cards[TRIAGE])
            assert ("a quitté cet espace Slack" in str(harness.slack.open_view("U0THEO"))) == has_left
            harness.theo.close_form()

    def test_reply_follows_a_customer_whose_channel_is_gone(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.remove_bot(CUSTOMERS)
        answer(harness, "Please restart it.", cards)
        harness.pass_time(minutes=1)
        assert any("Please restart it." in text for text in harness.direct("U0ALICE"))


class TestSendToCustomer:
    """A message of a triage thread is sent after it was confirmed."""

    def test_message_is_shown_and_sent_under_the_senders_name(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.tess.reply("Please restart <it> & <@U0ALICE>.", channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        harness.deliver()
        assert harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts).ok
        assert harness.theo.submit().ok
        harness.deliver()
        assert customers(harness, cards)[-1].endswith("Theo:\nPlease restart <it> & @Alice.")
        assert "Sent to the customer by @theo" in triage(harness, cards)[-1]

    def test_message_is_sent_once_and_stays_as_it_was_sent(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.theo.reply("Please restart it.", channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts)
        harness.theo.submit()
        harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts)
        assert "déjà été envoyé" in harness.private_answers("U0THEO")[-1]
        harness.theo.edit("They are hopeless.", channel=TRIAGE, ts=ts)
        harness.deliver()
        assert customers(harness, cards)[-1].endswith("Theo:\nPlease restart it.")

    def test_other_messages_are_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        outside = harness.theo.say("Lunch?", channel=TRIAGE).ts
        of_the_customer = say(harness, "U0ALICE", "Hello?", cards)
        copied = harness.slack.thread(TRIAGE, cards[TRIAGE])[-1]["ts"]
        wrong = [(TRIAGE, outside), (CUSTOMERS, of_the_customer), (TRIAGE, cards[TRIAGE]), (TRIAGE, copied)]
        for channel, ts in wrong:
            harness.theo.message_shortcut("send_to_customer", channel=channel, ts=ts)
            assert "ne s’applique qu’aux messages du fil d’un incident" in harness.private_answers("U0THEO").pop()
            assert harness.slack.open_view("U0THEO") is None
        assert len(harness.private_answers("U0THEO")) == len(wrong)

    def test_customers_are_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = say(harness, "U0ALICE", "Hello?", cards)
        harness.alice.message_shortcut("send_to_customer", channel=CUSTOMERS, ts=ts)
        assert "Only technicians" in harness.private_answers("U0ALICE")[-1]

    def test_long_message_is_sent_whole(self, harness: Harness, cards: dict[str, str]) -> None:
        """Slack's fields take 3,000 characters each."""
        text = "```\n" + "".join(f"  step {number:04d}: restart <it>\n" for number in range(340)) + "```"
        ts = harness.theo.reply(text, channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        assert harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts).ok
        assert harness.theo.submit().ok
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            copy = harness.slack.thread(channel, cards[channel])[-1]
            (said,) = [written(block) for block in copy["blocks"] if block["type"] == "rich_text"]
            assert said == text.strip("`\n")

    def test_message_that_grows_too_long_is_refused_at_its_field(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.theo.reply("\n".join(["x" * 2000] * 5), channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts)
        refused = harness.theo.submit(
            {"Votre réponse": "x" * 3000, "Votre réponse, partie 5": "x" * 3000 + "y"}, force=True
        )
        assert list(refused.errors) == ["Votre réponse, partie 5"]
        refused = harness.theo.submit({f"Votre réponse, partie {part}": "x" * 3000 for part in (2, 3, 4, 5)})
        assert "compte 15000\u00a0caractères" in refused.errors["Votre réponse"]
        assert harness.theo.submit({f"Votre réponse, partie {part}": "" for part in (2, 3, 4, 5)}).ok
        harness.deliver()
        assert customers(harness, cards)[-1].endswith("Theo:\n" + "x" * 3000)

    def test_message_that_no_message_can_hold_is_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        ts = harness.theo.reply("x" * 12_001, channel=TRIAGE, thread_ts=cards[TRIAGE]).ts
        harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts)
        assert "compte 12001\u00a0caractères" in harness.private_answers("U0THEO")[-1]
