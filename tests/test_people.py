import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from freezegun import freeze_time
from slack_bolt import App
from slack_sdk import WebClient

from tests.fake_slack import FakeSlack
from tests.people import People

SECRET = "a signing secret"
Parts = dict[str, Any]


def plain(text: str) -> Parts:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Parts:
    return {"text": plain(text), "value": text.lower()}


def section(text: str, **more: Any) -> Parts:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def asked(label: str, kind: str, **element: Any) -> Parts:
    block_id = label.lower().replace(" ", "_")
    shape = {"type": kind, "action_id": "answer", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": shape}


def optional(block: Parts) -> Parts:
    return {**block, "optional": True}


def buttons(*texts: str, **more: Any) -> Parts:
    elements = [{"type": "button", "text": plain(text), "action_id": text.lower()} for text in texts]
    return {"type": "actions", "elements": elements, **more}


def modal(*blocks: Parts, **more: Any) -> Parts:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": [*blocks],
        **more,
    }


FORM = modal(
    asked("Title", "plain_text_input", min_length=3, max_length=20),
    asked("Product", "external_select", min_query_length=2),
    asked("Severity", "static_select", options=[option("High"), option("Low")], initial_option=option("Low")),
    optional(asked("Cover", "radio_buttons", options=[option("Business"), option("Always")])),
    optional(asked("Tags", "checkboxes", options=[option("Mail"), option("Print")])),
    optional(asked("Kinds", "multi_static_select", options=[option("Mail"), option("Print")])),
    optional(asked("Who", "users_select")),
    optional(asked("When", "datepicker")),
    optional(asked("How many", "number_input", is_decimal_allowed=False, min_value="1", max_value="9")),
    optional(asked("E-mail", "email_text_input")),
    optional(asked("Files", "file_input", filetypes=["png"], max_files=2)),
)
FILLED = {"Title": "Printer on fire", "Product": "Exchange"}
UNTOUCHED = {
    "severity": {"type": "static_select", "selected_option": option("Low")},
    "cover": {"type": "radio_buttons", "selected_option": None},
    "tags": {"type": "checkboxes", "selected_options": []},
    "kinds": {"type": "multi_static_select", "selected_options": []},
    "who": {"type": "users_select", "selected_user": None},
    "when": {"type": "datepicker", "selected_date": None},
    "how_many": {"type": "number_input", "value": None},
    "e-mail": {"type": "email_text_input", "value": None},
    "files": {"type": "file_input", "files": []},
}


@pytest.fixture
def fake() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.add_user("U0ALICE", name="alice", real_name="Alice Martin")
        slack.add_user("U0THEO", name="theo", real_name="Theo Petit")
        slack.add_user("U0EVE", name="eve")
        slack.add_channel("C0ACME", name="acme-support", members=["U0ALICE", "U0THEO"])
        yield slack


@pytest.fixture
def app(fake: FakeSlack) -> App:
    return App(
        name="tests",  # Bolt would look for one in every frame of the stack.
        process_before_response=True,
        token_verification_enabled=False,
        signing_secret=SECRET,
        client=WebClient(fake.token, base_url=fake.url, retry_handlers=[]),
    )


@pytest.fixture
def people(app: App, fake: FakeSlack) -> People:
    return People(app, fake, SECRET)


@pytest.fixture
def seen(app: App) -> list[Parts]:
    """Everything that the app is sent, in order."""
    bodies: list[Parts] = []

    @app.middleware
    def keep(body: Parts, next: Callable[[], Any]) -> None:  # noqa: A002 - Bolt's word
        bodies.append(body)
        next()

    return bodies


@pytest.fixture
def submitted(app: App) -> list[Parts]:
    """The values of each submitted form; the command /form opens the form."""
    values: list[Parts] = []

    @app.command("/form")
    def open_form(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    @app.options("answer")
    def products(ack: Callable[..., Any], payload: Parts) -> None:
        names = ["Exchange", "Excel", "Word"]
        ack(options=[option(name) for name in names if name.startswith(payload["value"][:2])])

    @app.view("form")
    def take_form(ack: Callable[..., Any], view: Parts) -> None:
        values.append(view["state"]["values"])
        if view["state"]["values"]["title"]["answer"]["value"] == "Nothing":
            ack(response_action="errors", errors={"title": "Say more."})
        else:
            ack()

    return values


class TestCommands:
    """Slash commands, shortcuts, and who may send them."""

    def test_a_command_is_answered_to_its_sender(
        self, app: App, fake: FakeSlack, people: People, seen: list[Parts]
    ) -> None:
        """The words of the ack are shown to the person alone."""
        app.command("/incident")(lambda ack, command: ack(f"You said {command['text']}"))
        answer = people["U0ALICE"].command("/incident", "help me", channel="C0ACME")
        assert answer.ok
        assert [message["text"] for message in fake.ephemerals("U0ALICE")] == ["You said help me"]
        assert fake.ephemerals("U0THEO") == []
        assert (seen[0]["channel_name"], seen[0]["user_name"]) == ("acme-support", "alice")

    def test_a_command_needs_membership(self, people: People) -> None:
        """Nobody types into a channel they are not in; everybody has a direct message with the bot."""
        with pytest.raises(AssertionError, match="not in acme-support"):
            people["U0EVE"].command("/incident", channel="C0ACME")
        assert people["U0EVE"].command("/nothing").status == 404

    def test_an_answer_slack_would_refuse_fails(self, app: App, people: People) -> None:
        """Blocks in an ack keep the same rules."""
        app.command("/bad")(lambda ack: ack(text="x", blocks=[section("")]))
        with pytest.raises(AssertionError, match="more than 0 characters"):
            people["U0ALICE"].command("/bad", channel="C0ACME")

    def test_shortcuts_open_forms(self, app: App, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """A global shortcut and one on a message have a trigger; the latter brings the message."""

        def open_it(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal(section("Hello"), submit=plain("Ok")))
            ack()

        app.shortcut("file_incident")(open_it)
        alice = people["U0ALICE"]
        alice.shortcut("file_incident")
        assert fake.text_of(fake.open_view("U0ALICE") or {}) == "Form\nHello\nOk"
        ts = people["U0THEO"].say("My printer burns", channel="C0ACME").ts
        alice.message_shortcut("file_incident", channel="C0ACME", ts=ts)
        assert seen[-1]["message"]["text"] == "My printer burns"
        assert seen[-1]["channel"] == {"id": "C0ACME", "name": "acme-support"}

    def test_a_forged_or_late_request_is_refused(self, app: App, fake: FakeSlack, people: People) -> None:
        """Requests are signed and dated; the app checks both."""
        app.command("/incident")(lambda ack: ack())
        assert People(app, fake, "another secret", app_secret=SECRET)["U0ALICE"].command("/incident").status == 401
        people.seconds_under_way = 301
        assert people["U0ALICE"].command("/incident").status == 401
        people.seconds_under_way = 0

    def test_a_frozen_clock_holds_in_every_thread(self, app: App, people: People) -> None:
        """Gestures are dated with the frozen time, wherever they are made."""
        app.command("/incident")(lambda ack: ack())
        with freeze_time("2030-01-01") as clock, ThreadPoolExecutor(1) as pool:
            assert people["U0ALICE"].command("/incident").status == 200
            clock.tick(3600)
            assert people["U0ALICE"].command("/incident").status == 200
            assert pool.submit(people["U0ALICE"].command, "/incident").result().status == 200

    def test_a_trigger_can_arrive_late(self, app: App, fake: FakeSlack, people: People) -> None:
        """The app learns that its 3 seconds are over."""
        errors = []

        @app.command("/form")
        def open_form(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            try:
                client.views_open(trigger_id=body["trigger_id"], view=FORM)
            except Exception as error:  # noqa: BLE001 - what comes is looked at below
                errors.append(str(error))
            ack()

        fake.expire_next_trigger()
        people["U0ALICE"].command("/form")
        assert "expired_trigger_id" in errors[0]
        assert fake.open_view("U0ALICE") is None


class TestForms:
    """Forms are filled in by label, as a person does."""

    def test_every_input_is_sent(self, fake: FakeSlack, people: People, submitted: list[Parts]) -> None:
        """What was not touched keeps its initial value or is empty, but it is there."""
        alice = people["U0ALICE"]
        alice.command("/form")
        assert alice.suggestions("Product", "Ex") == ["Exchange", "Excel"]
        assert alice.submit(FILLED).ok
        [values] = submitted
        assert {key: value["answer"] for key, value in values.items()} == {
            "title": {"type": "plain_text_input", "value": "Printer on fire"},
            "product": {"type": "external_select", "selected_option": option("Exchange")},
            **UNTOUCHED,
        }
        assert fake.open_view("U0ALICE") is None

    def test_every_kind_of_input_can_be_filled(self, people: People, submitted: list[Parts]) -> None:
        """By option text, name, date, number and file name."""
        alice = people["U0ALICE"]
        alice.command("/form")
        more = {
            "Severity": "High",
            "Cover": "Always",
            "Tags": ["Mail", "Print"],
            "Kinds": "Print",
            "Who": "Theo Petit",
            "When": date(2026, 12, 24),
            "How many": 3,
            "E-mail": "alice@example.com",
            "Files": "fire.png",
        }
        alice.submit({**FILLED, **more})
        values = {key: value["answer"] for key, value in submitted[0].items()}
        assert values["severity"]["selected_option"] == option("High")
        assert values["cover"]["selected_option"] == option("Always")
        assert values["tags"]["selected_options"] == [option("Mail"), option("Print")]
        assert values["kinds"]["selected_options"] == [option("Print")]
        assert values["who"]["selected_user"] == "U0THEO"
        assert values["when"]["selected_date"] == "2026-12-24"
        assert values["how_many"]["value"] == "3"
        assert values["e-mail"]["value"] == "alice@example.com"
        assert [file["name"] for file in values["files"]["files"]] == ["fire.png"]

    @pytest.mark.parametrize(
        ("answers", "why"),
        [
            ({"Heading": "x"}, "0 inputs are labelled 'Heading'"),
            ({"Title": "x" * 21}, "21 characters do not fit"),
            ({"Title": "two\nlines"}, "line break"),
            ({"Title": "ab"}, "shorter than 3"),
            ({"Title": None}, "'Title' is required"),
            ({"Product": "Oracle"}, "0 options read 'Oracle'"),
            ({"Severity": "high"}, "there are ['High', 'Low']"),
            ({"Cover": "Sometimes"}, "0 options read"),
            ({"Who": "Nobody"}, "nobody is called"),
            ({"How many": 10}, "not between 1 and 9"),
            ({"How many": "1.5"}, "not a whole number"),
            ({"E-mail": "alice"}, "not an e-mail address"),
            ({"Files": "virus.exe"}, "none of ['png']"),
            ({"Files": ["a.png", "b.png", "c.png"]}, "no more than 2"),
        ],
    )
    def test_what_slack_does_not_let_through(
        self, people: People, submitted: list[Parts], answers: Parts, why: str
    ) -> None:
        """Slack's client refuses it before the app is asked, so a test that needs it must say `force`."""
        alice = people["U0ALICE"]
        alice.command("/form")
        with pytest.raises(AssertionError) as refused:
            alice.submit({**FILLED, **answers})
        assert why in str(refused.value)
        assert submitted == []
        if "Heading" not in answers:
            assert alice.submit({**FILLED, **answers}, force=True).status == 200

    def test_an_error_keeps_the_form_and_what_was_typed(
        self, fake: FakeSlack, people: People, submitted: list[Parts]
    ) -> None:
        """Errors come back by label; the next try needs only what changes."""
        alice = people["U0ALICE"]
        alice.command("/form")
        answer = alice.submit({**FILLED, "Title": "Nothing"})
        assert answer.errors == {"Title": "Say more."}
        assert not answer.ok
        assert fake.open_view("U0ALICE") is not None
        assert alice.submit({"Title": "Something"}).ok
        assert submitted[1]["product"]["answer"]["selected_option"] == option("Exchange")

    def test_the_same_form_can_arrive_twice(self, people: People, submitted: list[Parts], seen: list[Parts]) -> None:
        """The second request is the first, word for word."""
        alice = people["U0ALICE"]
        alice.command("/form")
        alice.submit(FILLED)
        assert alice.resubmit().ok
        assert len(submitted) == 2
        assert seen[-1] == seen[-2]

    @pytest.mark.parametrize(
        ("answer", "shown"),
        [
            ({"response_action": "clear"}, None),
            ({"response_action": "update", "view": modal(section("Again"))}, "Form\nAgain\nSend"),
            ({"response_action": "push", "view": modal(section("More"))}, "Form\nMore\nSend"),
        ],
    )
    def test_the_answer_changes_the_screen(
        self, app: App, fake: FakeSlack, people: People, answer: Parts, shown: str | None
    ) -> None:
        """Update draws the form anew, push puts another on top, clear closes all."""
        self.open_simple(app, people, answer)
        people["U0ALICE"].submit()
        view = fake.open_view("U0ALICE")
        assert (view and fake.text_of(view)) == shown
        assert len(fake.stacks["U0ALICE"]) == {None: 0, "push": 2}.get(answer["response_action"], 1) - (not shown)

    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            ({"response_action": "errors", "errors": {"nowhere": "x"}}, "no errors at"),
            ({"response_action": "update", "view": modal(section(""))}, "more than 0 characters"),
            ({"text": "thanks"}, "cannot use this answer"),
        ],
    )
    def test_an_answer_slack_cannot_use_fails(self, app: App, people: People, answer: Parts, why: str) -> None:
        """Slack would show its own error to the person."""
        self.open_simple(app, people, answer)
        with pytest.raises(AssertionError, match=why):
            people["U0ALICE"].submit()

    def open_simple(self, app: App, people: People, answer: Parts) -> None:
        """Open a form whose sending is answered with this."""

        @app.shortcut("open")
        def open_it(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal(section("Hello")))
            ack()

        app.view("form")(lambda ack: ack(answer))
        people["U0ALICE"].shortcut("open")

    def test_an_input_may_change_the_form_at_once(self, app: App, people: People) -> None:
        """An input with dispatch_action tells the app, and the next answers see the new form."""
        cover = asked("Cover", "static_select", options=[option("Business"), option("Always")])
        cover["dispatch_action"] = True
        name = asked("Name", "plain_text_input")
        sent = []

        @app.shortcut("open")
        def open_it(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=modal(name, cover))
            ack()

        @app.action("answer")
        def redraw(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            view = body["view"]
            assert view["state"]["values"]["name"]["answer"]["value"] == "Alice"
            contacts = asked("Contacts", "plain_text_input")
            client.views_update(view_id=view["id"], hash=view["hash"], view=modal(name, cover, contacts))
            ack()

        @app.view("form")
        def take(ack: Callable[..., Any], view: Parts) -> None:
            sent.append(view["state"]["values"])
            ack()

        alice = people["U0ALICE"]
        alice.shortcut("open")
        assert alice.submit({"Name": "Alice", "Cover": "Always", "Contacts": "Bob"}).ok
        assert sent[0]["contacts"]["answer"]["value"] == "Bob"
        assert sent[0]["name"]["answer"]["value"] == "Alice"

    def test_closing_a_form_is_told_when_wanted(self, app: App, fake: FakeSlack, people: People) -> None:
        """Only a view with notify_on_close says so."""
        closed = []

        @app.shortcut("open")
        def open_it(ack: Callable[..., Any], client: WebClient, body: Parts) -> None:
            view = modal(section("Hello"), notify_on_close=True)
            client.views_open(trigger_id=body["trigger_id"], view=view)
            ack()

        @app.view_closed("form")
        def note(ack: Callable[..., Any], body: Parts) -> None:
            closed.append(body["view"]["id"])
            ack()

        alice = people["U0ALICE"]
        alice.shortcut("open")
        alice.close_form()
        assert len(closed) == 1
        assert fake.open_view("U0ALICE") is None
        with pytest.raises(AssertionError, match="no form open"):
            alice.submit()


class TestButtons:
    """Buttons and menus are found by what they say."""

    def post(self, app: App, *blocks: Parts, **more: Any) -> str:
        """Post a message with these blocks."""
        return str(app.client.chat_postMessage(channel="C0ACME", text="card", blocks=[*blocks], **more)["ts"])

    def test_a_click_says_where_it_was_made(self, app: App, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """Container, message, action and a response_url that works."""

        @app.action("acknowledge")
        def replace(ack: Callable[..., Any], respond: Callable[..., Any]) -> None:
            respond(text="Done", replace_original=True)
            ack()

        parent = self.post(app, section("INC-1"))
        ts = self.post(app, section("INC-1"), buttons("Acknowledge", "Close"), thread_ts=parent)
        assert people["U0THEO"].click("Acknowledge", channel="C0ACME", ts=ts).ok
        body = seen[-1]
        assert body["container"] == {
            "type": "message",
            "message_ts": ts,
            "channel_id": "C0ACME",
            "is_ephemeral": False,
            "thread_ts": parent,
        }
        assert body["message"]["ts"] == ts
        assert body["user"]["id"] == "U0THEO"
        assert body["actions"][0]["action_id"] == "acknowledge"
        [reply] = fake.thread("C0ACME", parent)
        assert (reply["text"], reply.get("blocks")) == ("Done", None)

    def test_a_button_that_is_not_there_cannot_be_clicked(self, app: App, people: People) -> None:
        """Nor one that is there twice, unless one says beside what."""
        chosen = []
        app.action("take")(lambda ack, body: (chosen.append(body["actions"][0]["block_id"]), ack()))
        rows = [section("INC-1"), buttons("Take", block_id="1"), section("INC-2"), buttons("Take", block_id="2")]
        self.post(app, *rows)
        theo = people["U0THEO"]
        with pytest.raises(AssertionError, match="0 times button 'Give'"):
            theo.click("Give", channel="C0ACME")
        with pytest.raises(AssertionError, match="2 times button 'Take'"):
            theo.click("Take", channel="C0ACME")
        assert theo.click("Take", channel="C0ACME", beside="INC-2").ok
        assert chosen == ["2"]

    def test_an_ephemeral_button_is_one_persons(self, app: App, fake: FakeSlack, people: People) -> None:
        """It is found by its reader only, comes without the message, and can be taken away."""
        containers = []

        @app.action("file")
        def take_away(ack: Callable[..., Any], body: Parts, respond: Callable[..., Any]) -> None:
            containers.append((body["container"]["is_ephemeral"], "message" in body))
            respond(delete_original=True)
            ack()

        blocks = [buttons("File")]
        app.client.chat_postEphemeral(channel="C0ACME", user="U0ALICE", text="File it?", blocks=blocks)
        with pytest.raises(AssertionError):
            people["U0THEO"].click("File", channel="C0ACME")
        people["U0ALICE"].click("File", channel="C0ACME")
        assert containers == [(True, False)]
        assert fake.ephemerals("U0ALICE") == []

    def test_a_menu_is_used_by_option_text(self, app: App, people: People, seen: list[Parts]) -> None:
        """Overflow menus, selects and people."""
        app.action("menu")(lambda ack: ack())
        overflow = {"type": "overflow", "action_id": "menu", "options": [option("Split"), option("Withdraw")]}
        select = {"type": "static_select", "action_id": "menu", "options": [option("A"), option("B")]}
        who = {"type": "users_select", "action_id": "menu"}
        accessories = [overflow, select, who]
        self.post(app, *[section("INC-1", accessory=one, block_id=one["type"]) for one in accessories])
        theo = people["U0THEO"]
        theo.choose("Withdraw", channel="C0ACME")
        assert seen[-1]["actions"][0]["selected_option"] == option("Withdraw")
        theo.choose("B", channel="C0ACME")
        assert seen[-1]["actions"][0]["selected_option"] == option("B")
        theo.choose("Alice Martin", channel="C0ACME")
        assert seen[-1]["actions"][0]["selected_user"] == "U0ALICE"
        assert seen[-1]["state"]["values"]["static_select"]["menu"]["selected_option"] == option("B")

    def test_the_home_has_buttons_too(self, app: App, people: People, seen: list[Parts]) -> None:
        """Opening the home tells the app, which draws it; its buttons bring the view."""

        @app.event("app_home_opened")
        def draw(client: WebClient, event: Parts) -> None:
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [buttons("New")]})

        app.action("new")(lambda ack: ack())
        alice = people["U0ALICE"]
        alice.open_home()
        assert alice.click("New").ok
        assert seen[-1]["container"]["type"] == "view"
        assert seen[-1]["view"]["type"] == "home"

    def test_fifty_people_click_at_once(self, app: App, fake: FakeSlack, people: People) -> None:
        """Gestures may come from many threads."""
        clicks, lock = [], threading.Lock()

        @app.action("acknowledge")
        def note(ack: Callable[..., Any], body: Parts) -> None:
            with lock:
                clicks.append(body["user"]["id"])
            ack()

        crowd = [f"U0N{number}" for number in range(50)]
        for user in crowd:
            fake.add_user(user, name=user.lower())
            fake.add_member("C0ACME", user)
        ts = self.post(app, buttons("Acknowledge"))
        with ThreadPoolExecutor(16) as pool:
            click = pool.map(lambda user: people[user].click("Acknowledge", channel="C0ACME", ts=ts).ok, crowd)
            assert all(click)
        assert sorted(clicks) == sorted(crowd)


class TestMessages:
    """What people write, and what the app is told of it."""

    @pytest.fixture(autouse=True)
    def listening(self, app: App) -> None:
        """Take every event."""
        for event in ("message", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel"):
            app.event(event)(lambda: None)

    def test_a_message_is_there_and_told(self, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """The event carries what Slack documents; typed characters arrive escaped."""
        answer = people["U0ALICE"].say("a < b & <@U0THEO> https://example.com", channel="C0ACME")
        assert answer.ok
        event = seen[-1]["event"]
        assert event["text"] == "a &lt; b &amp; <@U0THEO> <https://example.com>"
        assert (event["channel"], event["channel_type"], event["ts"]) == ("C0ACME", "channel", answer.ts)
        assert seen[-1]["event_id"].startswith("Ev")
        assert seen[-1]["authorizations"][0]["user_id"] == fake.bot_user
        assert fake.displayed(fake.messages("C0ACME")[0]["text"]) == "a < b & @theo https://example.com"

    def test_a_reply_names_its_parent(self, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """Thread replies carry thread_ts and parent_user_id, and files when there are any."""
        parent = people["U0ALICE"].say("Help", channel="C0ACME").ts
        people["U0THEO"].reply("On it", channel="C0ACME", thread_ts=parent, files=("fix.txt",))
        event = seen[-1]["event"]
        assert (event["thread_ts"], event["parent_user_id"], event["subtype"]) == (parent, "U0ALICE", "file_share")
        assert [message["text"] for message in fake.thread("C0ACME", parent)] == ["On it"]

    def test_an_event_can_come_again(self, people: People, seen: list[Parts]) -> None:
        """The same event, with the headers of a retry."""
        people["U0ALICE"].say("Help", channel="C0ACME")
        people.resend_last(retry_num=2, reason="http_error")
        assert seen[-1]["event_id"] == seen[-2]["event_id"]

    def test_edits_and_deletions_are_hidden_messages(self, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """One's own messages only; a deleted parent leaves a tombstone."""
        alice = people["U0ALICE"]
        ts = alice.say("Helo", channel="C0ACME").ts
        alice.edit("Hello", channel="C0ACME", ts=ts)
        event = seen[-1]["event"]
        assert (event["subtype"], event["message"]["text"]) == ("message_changed", "Hello")
        assert event["previous_message"]["text"] == "Helo"
        with pytest.raises(AssertionError):
            people["U0THEO"].edit("Mine", channel="C0ACME", ts=ts)
        reply = alice.reply("More", channel="C0ACME", thread_ts=ts).ts
        alice.delete(channel="C0ACME", ts=ts)
        assert seen[-1]["event"]["message"]["subtype"] == "tombstone"
        alice.delete(channel="C0ACME", ts=reply)
        assert (seen[-1]["event"]["subtype"], seen[-1]["event"]["deleted_ts"]) == ("message_deleted", reply)
        assert fake.thread("C0ACME", ts) == []

    def test_reactions_are_added_and_told(self, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """Once per person."""
        ts = people["U0ALICE"].say("Help", channel="C0ACME").ts
        theo = people["U0THEO"]
        theo.react("eyes", channel="C0ACME", ts=ts)
        event = seen[-1]["event"]
        assert (event["type"], event["reaction"], event["item_user"]) == ("reaction_added", "eyes", "U0ALICE")
        assert event["item"] == {"type": "message", "channel": "C0ACME", "ts": ts}
        with pytest.raises(AssertionError, match="already_reacted"):
            theo.react("eyes", channel="C0ACME", ts=ts)
        theo.unreact("eyes", channel="C0ACME", ts=ts)
        assert fake.messages("C0ACME")[0]["reactions"] == []

    def test_the_app_is_not_told_of_channels_it_is_not_in(
        self, fake: FakeSlack, people: People, seen: list[Parts]
    ) -> None:
        """The message is there; no event is sent."""
        fake.remove_bot("C0ACME")
        assert people["U0ALICE"].say("Psst", channel="C0ACME").status is None
        assert seen == []
        assert len(fake.messages("C0ACME")) == 1

    def test_people_come_and_go(self, fake: FakeSlack, people: People, seen: list[Parts]) -> None:
        """Joining and leaving are events too."""
        people["U0EVE"].join("C0ACME")
        assert "U0EVE" in fake.channels["C0ACME"].members
        people["U0EVE"].leave("C0ACME")
        assert [body["event"]["type"] for body in seen] == ["member_joined_channel", "member_left_channel"]

    def test_the_bots_own_messages_are_told_as_well(
        self, app: App, fake: FakeSlack, people: People, seen: list[Parts]
    ) -> None:
        """As Slack does; Bolt passes over them."""
        ts = app.client.chat_postMessage(channel="C0ACME", text="Hello")["ts"]
        assert people.echo("C0ACME", ts).status == 200
        assert seen == []
        assert fake.messages("C0ACME")[0]["bot_id"] == fake.bot_id
