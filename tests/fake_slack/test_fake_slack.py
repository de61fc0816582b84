import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfoNotFoundError

import pytest
from freezegun import freeze_time
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.fake_slack import FakeSlack
from tests.fake_slack.near import NearClient
from tests.fake_slack.reading import ActiveBroadcastError
from tests.fake_slack.scheduled import post_due

Block = dict[str, Any]


@pytest.fixture
def fake() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.add_user("U0ALICE", name="alice", real_name="Alice Martin", tz="Europe/Paris", locale="fr-FR")
        slack.add_user("U0BOB", name="bob")
        slack.add_channel("C0ACME", name="acme-support", members=["U0ALICE", "U0BOB"])
        yield slack


@pytest.fixture(params=[WebClient, NearClient])
def client(request: pytest.FixtureRequest, fake: FakeSlack) -> WebClient:
    return request.param(  # type: ignore[no-any-return]
        fake.token, base_url=fake.url, retry_handlers=[], timeout=5
    )


def refusal(call: Callable[..., Any], **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return str(refused.value.response["error"])


def reasons(call: Callable[..., Any], **args: Any) -> list[str]:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return list(refused.value.response["response_metadata"]["messages"])


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello", **more: Any) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str = "Go", **more: Any) -> Block:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Block, **more: Any) -> Block:
    return {"type": "actions", "elements": [*elements], **more}


def option(text: str, value: str = "") -> Block:
    return {"text": plain(text), "value": value or text}


def options(number: int) -> list[Block]:
    return [option(f"Option {n}") for n in range(number)]


def asked(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("Title"), "element": element, **more}


def text_input(**more: Any) -> Block:
    return asked({"type": "plain_text_input", **more})


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": [*blocks], **more}


# What the fake takes: each limit exactly reached.
FITTING = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [plain("x")] * 10},
    {"type": "divider"},
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions(button("x" * 75, value="x" * 2000, url="https://example.com", action_id="x" * 255)),
    actions({"type": "static_select", "placeholder": plain("x" * 150), "options": options(100)}),
    actions({"type": "overflow", "options": options(5)}),
    section(accessory={"type": "radio_buttons", "options": options(10)}),
    text_input(min_length=1, max_length=3000, initial_value="x" * 3000),
    asked({"type": "users_select"}, hint=plain("x" * 2000), optional=True, block_id="x" * 255),
    asked({"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "initial_value": "2"}),
    {"type": "markdown", "text": "x" * 12_000},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
]

# What the fake refuses, and a word of the reason.
UNFIT = [
    ("text one too long", section("x" * 3001), "less than 3001"),
    ("empty text", section(""), "more than 0 characters"),
    ("neither text nor fields", {"type": "section"}, "`text` or `fields`"),
    ("11 fields", {"type": "section", "fields": [plain("x")] * 11}, "no more than 10"),
    ("field too long", {"type": "section", "fields": [plain("x" * 2001)]}, "less than 2001"),
    ("header too long", {"type": "header", "text": plain("x" * 151)}, "less than 151"),
    ("header in mrkdwn", {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "type plain_text"),
    ("11 in a context", {"type": "context", "elements": [plain("x")] * 11}, "no more than 10"),
    ("26 elements", actions(*[button(action_id=str(n)) for n in range(26)]), "no more than 25"),
    ("no elements", actions(), "no fewer than 1"),
    ("twice the same action", actions(button(action_id="a"), button(action_id="a")), "already exists: a"),
    ("button text", actions(button("x" * 76)), "less than 76"),
    ("button without words", actions(button("")), "more than 0"),
    ("button value", actions(button(value="x" * 2001)), "less than 2001"),
    ("button style", actions(button(style="loud")), "one of primary, danger"),
    ("button address", actions(button(url="example.com")), "look like an URL"),
    ("action_id", actions(button(action_id="x" * 256)), "less than 256"),
    ("block_id", section(block_id="x" * 256), "less than 256"),
    ("a typo", section(acessory=button()), "invalid additional property: acessory"),
    ("a typo in an element", actions(button(valeu="x")), "invalid additional property: valeu"),
    ("a typo in a text", {"type": "header", "text": {**plain("x"), "emojis": True}}, "property: emojis"),
    ("emoji in mrkdwn", {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}, "emoji"),
    ("an unknown block", {"type": "banner"}, "unsupported type: banner"),
    ("a new block no SDK knows", {"type": "data_table"}, "unsupported type: data_table"),
    ("an input among actions", actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ("a null", section(accessory=None), "must provide an object"),
    ("101 options", actions({"type": "static_select", "options": options(101)}), "no more than 100"),
    ("no options", actions({"type": "static_select", "options": []}), "no fewer than 1"),
    ("options missing", actions({"type": "static_select"}), "exactly one of options"),
    ("option text", actions({"type": "static_select", "options": [option("x" * 76)]}), "less than 76"),
    ("option value", actions({"type": "static_select", "options": [option("x", "y" * 151)]}), "less than 151"),
    (
        "an initial option that is none",
        actions({"type": "static_select", "options": options(2), "initial_option": option("Else")}),
        "exactly match",
    ),
    ("11 radio buttons", actions({"type": "radio_buttons", "options": options(11)}), "no more than 10"),
    ("11 checkboxes", actions({"type": "checkboxes", "options": options(11)}), "no more than 10"),
    ("overflow of 1", actions({"type": "overflow", "options": options(1)}), "no fewer than 2"),
    ("overflow of 6", actions({"type": "overflow", "options": options(6)}), "no more than 5"),
    ("placeholder", text_input(placeholder=plain("x" * 151)), "less than 151"),
    ("label", text_input() | {"label": plain("x" * 2001)}, "less than 2001"),
    ("hint", text_input() | {"hint": plain("x" * 2001)}, "less than 2001"),
    ("max_length", text_input(max_length=3001), "between 1 and 3000"),
    ("min over max", text_input(min_length=5, max_length=4), "min_length"),
    ("initial value", text_input(initial_value="12345", max_length=4), "less than 5"),
    ("number as a number", asked({"type": "number_input", "is_decimal_allowed": True, "min_value": 1}), "string"),
    ("number without is_decimal_allowed", asked({"type": "number_input"}), "is_decimal_allowed"),
    ("date", asked({"type": "datepicker", "initial_date": "01/02/2026"}), "YYYY-MM-DD"),
    ("files outside a modal", asked({"type": "file_input"}), "for modals only"),
    ("a dialogue without words", actions(button(confirm={"title": plain("Sure?")})), "required field: text"),
    ("markdown", {"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    ("what only the SDK checks", {"type": "task_card", "task_id": "1", "title": "x", "status": "?"}, "slack_sdk"),
]


class TestBlocks:
    """Messages with blocks that Slack takes, and those it does not."""

    @pytest.mark.parametrize("block", FITTING, ids=lambda block: str(block["type"]))
    def test_what_reaches_a_limit_is_taken(self, client: WebClient, block: Block) -> None:
        """A limit is the last value that fits."""
        assert client.chat_postMessage(channel="C0ACME", text="x", blocks=[block])["ok"]

    @pytest.mark.parametrize(("what", "block", "reason"), UNFIT, ids=[row[0] for row in UNFIT])
    def test_what_slack_refuses_is_refused(self, client: WebClient, what: str, block: Block, reason: str) -> None:
        """The reason is in `response_metadata.messages`, as Slack gives it."""
        given = reasons(client.chat_postMessage, channel="C0ACME", text="x", blocks=[block])
        assert any(reason in words for words in given), (what, given)

    def test_fifty_blocks_and_no_more(self, client: WebClient) -> None:
        """A message holds 50 blocks."""
        assert client.chat_postMessage(channel="C0ACME", text="x", blocks=[section()] * 50)["ok"]
        assert (
            "no more than 50"
            in reasons(client.chat_postMessage, channel="C0ACME", text="x", blocks=[section()] * 51)[0]
        )

    def test_no_block_id_twice(self, client: WebClient) -> None:
        """Block ids are unique in a message."""
        twice = [section(block_id="a"), section(block_id="a")]
        assert "already exists: a" in reasons(client.chat_postMessage, channel="C0ACME", text="x", blocks=twice)[0]

    def test_refused_blocks_leave_nothing_behind(self, fake: FakeSlack, client: WebClient) -> None:
        """A refused message is not posted, and is kept in `refused`."""
        assert refusal(client.chat_postMessage, channel="C0ACME", text="x", blocks=[section("")]) == "invalid_blocks"
        assert fake.messages("C0ACME") == []
        assert [call.error for call in fake.refused] == ["invalid_blocks"]


class TestMessages:
    """`chat.*` and the channels they go to."""

    def test_a_message_is_shown_and_can_be_read(self, fake: FakeSlack, client: WebClient) -> None:
        """Text and blocks are read as a person reads them."""
        words = "*Hello* <@U0ALICE>, see <https://example.com|this> &amp; <!date^1700000000^{date}|Tuesday>"
        client.chat_postMessage(channel="C0ACME", text="hi", blocks=[section(words), actions(button("Go"))])
        [message] = fake.messages("C0ACME")
        assert fake.text_of(message) == "hi\nHello @alice, see this & Tuesday\nGo"
        assert fake.buttons(message) == ["Go"]
        assert message["text"] == "hi"

    def test_a_thread_needs_its_parent(self, fake: FakeSlack, client: WebClient) -> None:
        """A reply goes to a message that is there and is no reply itself."""
        parent = client.chat_postMessage(channel="C0ACME", text="parent")["ts"]
        reply = client.chat_postMessage(channel="C0ACME", text="reply", thread_ts=parent)["ts"]
        assert refusal(client.chat_postMessage, channel="C0ACME", text="x", thread_ts=reply) == "thread_not_found"
        client.chat_postMessage(channel="C0ACME", text="all", thread_ts=parent, reply_broadcast=True)
        assert [m["text"] for m in fake.messages("C0ACME")] == ["parent", "all"]
        assert [m["text"] for m in fake.thread("C0ACME", parent)] == ["reply", "all"]
        assert fake.messages("C0ACME")[0]["reply_count"] == 2

    def test_a_reply_below_what_is_gone_stands_in_the_channel(self, fake: FakeSlack, client: WebClient) -> None:
        """The answer says "ok", and names no thread."""
        parent = client.chat_postMessage(channel="C0ACME", text="parent")["ts"]
        client.chat_delete(channel="C0ACME", ts=parent)
        answer = client.chat_postMessage(channel="C0ACME", text="reply", thread_ts=parent)
        assert "thread_ts" not in answer["message"]
        assert [m["text"] for m in fake.messages("C0ACME")] == ["reply"]

    @pytest.mark.parametrize(
        ("args", "error"),
        [
            ({"text": ""}, "no_text"),
            ({"text": "x" * 40_001}, "msg_too_long"),
            ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
            ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
            ({"text": "x", "metadata": {"event_type": "no spaces", "event_payload": {}}}, "invalid_metadata_schema"),
            ({"text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
            ({"text": "x", "username": "Somebody"}, "missing_scope"),
            ({"text": "x", "thread": "1.2"}, "invalid_arguments"),
            ({"text": "x", "as_user": True}, "invalid_arguments"),
        ],
    )
    @pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing:UserWarning")
    def test_what_is_no_message(self, client: WebClient, args: Block, error: str) -> None:
        """Slack names what is wrong with a message."""
        assert refusal(client.chat_postMessage, channel="C0ACME", **args) == error

    @pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing:UserWarning")
    def test_blocks_without_text_are_noted(self, fake: FakeSlack, client: WebClient) -> None:
        """Slack takes them; notifications and screen readers suffer."""
        client.chat_postMessage(channel="C0ACME", blocks=[section()])
        assert len(fake.warnings) == 1

    def test_who_is_not_in_cannot_post(self, fake: FakeSlack, client: WebClient) -> None:
        """A channel without the bot, one it cannot see, one that is closed, and one that never was."""
        fake.add_channel("C0PUBLIC", name="public", bot=False)
        fake.add_channel("C0SECRET", name="secret", bot=False, private=True)
        fake.add_channel("C0OLD", name="old")
        fake.archive("C0OLD")
        for channel, error in [
            ("C0PUBLIC", "not_in_channel"),
            ("C0SECRET", "channel_not_found"),
            ("C0OLD", "is_archived"),
            ("C0NONE", "channel_not_found"),
            ("#acme-support", "channel_not_found"),
        ]:
            assert refusal(client.chat_postMessage, channel=channel, text="x") == error, channel
        fake.remove_bot("C0ACME")
        assert refusal(client.chat_postMessage, channel="C0ACME", text="x") == "not_in_channel"

    def test_a_person_is_written_to_in_a_direct_message(self, fake: FakeSlack, client: WebClient) -> None:
        """A user id opens the direct message and gives its id."""
        answer = client.chat_postMessage(channel="U0ALICE", text="hello")
        assert answer["channel"] == client.conversations_open(users="U0ALICE")["channel"]["id"]
        assert answer["channel"].startswith("D")
        assert [m["text"] for m in fake.dms("U0ALICE")] == ["hello"]
        assert refusal(client.chat_update, channel="U0ALICE", ts=answer["ts"], text="x") == "channel_not_found"

    def test_only_its_own_messages_can_be_changed(self, fake: FakeSlack, client: WebClient) -> None:
        """Update and delete know whose message it is; text alone takes the blocks away."""
        ts = client.chat_postMessage(channel="C0ACME", text="old", blocks=[section()])["ts"]
        client.chat_update(channel="C0ACME", ts=ts, text="new")
        [message] = fake.messages("C0ACME")
        assert message["text"] == "new"
        assert "blocks" not in message
        of_alice = fake.add_message(fake.channels["C0ACME"], "U0ALICE", text="mine")["ts"]
        assert refusal(client.chat_update, channel="C0ACME", ts=of_alice, text="x") == "cant_update_message"
        assert refusal(client.chat_delete, channel="C0ACME", ts=of_alice) == "cant_delete_message"
        assert refusal(client.chat_update, channel="C0ACME", ts="1.2", text="x") == "message_not_found"
        assert refusal(client.chat_update, channel="C0ACME", ts=ts, text="x" * 4001) == "msg_too_long"
        client.chat_delete(channel="C0ACME", ts=ts)
        assert [m["text"] for m in fake.messages("C0ACME")] == ["mine"]

    def test_an_ephemeral_is_for_a_member(self, fake: FakeSlack, client: WebClient) -> None:
        """Only who is in the channel can be shown an ephemeral message, and only that person sees it."""
        fake.add_user("U0EVE", name="eve")
        client.chat_postEphemeral(channel="C0ACME", user="U0ALICE", text="psst")
        assert [m["text"] for m in fake.ephemerals("U0ALICE")] == ["psst"]
        assert fake.ephemerals("U0BOB") == fake.messages("C0ACME") == []
        assert refusal(client.chat_postEphemeral, channel="C0ACME", user="U0EVE", text="x") == "user_not_in_channel"

    def test_permalink_and_reaction(self, fake: FakeSlack, client: WebClient) -> None:
        """A message has an address and takes each reaction once."""
        ts = client.chat_postMessage(channel="C0ACME", text="x")["ts"]
        address = client.chat_getPermalink(channel="C0ACME", message_ts=ts)["permalink"]
        assert address == f"https://fake.slack.com/archives/C0ACME/p{ts.replace('.', '')}"
        client.reactions_add(channel="C0ACME", timestamp=ts, name="eyes")
        assert refusal(client.reactions_add, channel="C0ACME", timestamp=ts, name="eyes") == "already_reacted"
        assert refusal(client.reactions_add, channel="C0ACME", timestamp=ts, name=":eyes:") == "invalid_name"
        assert fake.messages("C0ACME")[0]["reactions"] == [{"name": "eyes", "users": ["U0GUICHET"], "count": 1}]


class TestReadingBack:
    """`conversations.history` and `conversations.replies`, as the delivery looks for what it may have sent."""

    def test_metadata_comes_back_when_asked_for(self, client: WebClient) -> None:
        """`include_all_metadata` returns it, and an update without metadata keeps it."""
        metadata = {"event_type": "outbox_message", "event_payload": {"id": 7}}
        ts = client.chat_postMessage(channel="C0ACME", text="x", metadata=metadata)["ts"]
        client.chat_update(channel="C0ACME", ts=ts, text="y")
        with_metadata = client.conversations_history(channel="C0ACME", include_all_metadata=True)
        assert with_metadata["messages"][0]["metadata"] == metadata
        assert "metadata" not in client.conversations_history(channel="C0ACME")["messages"][0]

    def test_a_thread_starts_with_its_parent(self, client: WebClient) -> None:
        """The parent comes first whatever `oldest` says; `inclusive` decides on the border."""
        parent = client.chat_postMessage(channel="C0ACME", text="0")["ts"]
        in_thread = {"channel": "C0ACME", "thread_ts": parent}
        replies = [client.chat_postMessage(text=text, **in_thread)["ts"] for text in "123"]

        def texts(**args: Any) -> list[str]:
            found = client.conversations_replies(channel="C0ACME", ts=parent, **args)["messages"]
            return [message["text"] for message in found]

        assert texts() == ["0", "1", "2", "3"]
        assert texts(oldest=replies[1]) == ["0", "3"]
        assert texts(oldest=replies[1], inclusive=True) == ["0", "2", "3"]
        assert texts(latest=replies[1]) == ["0", "1"]
        assert texts(limit=2) == ["0", "1"]
        assert refusal(client.conversations_replies, channel="C0ACME", ts="1.2") == "thread_not_found"

    def test_pages_follow_the_cursor(self, fake: FakeSlack, client: WebClient) -> None:
        """More people than `limit` come in pages."""
        for number in range(5):
            fake.add_user(f"U0N{number}", name=f"n{number}")
            fake.add_member("C0ACME", f"U0N{number}")
        pages = [page["members"] for page in client.conversations_members(channel="C0ACME", limit=3)]
        assert [len(page) for page in pages] == [3, 3, 2]
        assert refusal(client.conversations_members, channel="C0ACME", limit=5000) == "invalid_limit"
        assert refusal(client.conversations_members, channel="C0ACME", cursor="?") == "invalid_cursor"

    def test_an_oldest_after_everything_is_noted(self, fake: FakeSlack, client: WebClient) -> None:
        """A test that mixes the counting ts with the time of day gets an error."""
        client.chat_postMessage(channel="C0ACME", text="x")
        client.conversations_history(channel="C0ACME", oldest="1800000000.0")
        assert "follow_clock" in fake.warnings[0]

    def test_ts_can_follow_a_frozen_clock(self) -> None:
        """With follow_clock a ts is the frozen time, and still every ts is a new one."""
        with freeze_time("2026-12-24 10:00:00"), FakeSlack(follow_clock=True) as slack:
            slack.add_channel("C0ACME", name="acme")
            client = WebClient(slack.token, base_url=slack.url)
            first, second = (client.chat_postMessage(channel="C0ACME", text="x")["ts"] for _ in range(2))
        assert float(first) == datetime(2026, 12, 24, 10, tzinfo=UTC).timestamp()
        assert second > first


class TestIdentity:
    """Tokens, scopes and people."""

    def test_auth_test_names_the_bot_and_its_scopes(self, fake: FakeSlack, client: WebClient) -> None:
        """The scopes are in the header."""
        answer = client.auth_test()
        assert answer["user_id"] == "U0GUICHET"
        assert answer.headers["x-oauth-scopes"].split(",") == fake.scopes

    def test_a_wrong_token_is_refused(self, fake: FakeSlack) -> None:
        """So are none, and one of the wrong kind."""
        for token, error in [("xoxb-other", "invalid_auth"), (None, "invalid_auth"), (fake.app_token, None)]:
            other = WebClient(token, base_url=fake.url)
            assert refusal(other.auth_test) == (error or "not_allowed_token_type")

    def test_a_missing_scope_is_named(self, fake: FakeSlack, client: WebClient) -> None:
        """Slack says which scope is needed; reading a private channel needs its own."""
        fake.add_channel("C0PRIVATE", name="private", private=True)
        fake.scopes = ["channels:history", "channels:read"]
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel="C0ACME", text="x")
        assert refused.value.response["needed"] == "chat:write"
        assert client.conversations_history(channel="C0ACME")["messages"] == []
        assert refusal(client.conversations_history, channel="C0PRIVATE") == "missing_scope"

    def test_people_are_described(self, fake: FakeSlack, client: WebClient) -> None:
        """Locale on request, e-mail with its scope."""
        alice = client.users_info(user="U0ALICE", include_locale=True)["user"]
        assert (alice["locale"], alice["tz"], alice["real_name"]) == ("fr-FR", "Europe/Paris", "Alice Martin")
        assert alice["profile"]["email"] == "alice@example.com"
        fake.scopes.remove("users:read.email")
        unasked = client.users_info(user="U0ALICE")["user"]
        assert "locale" not in unasked
        assert "email" not in unasked["profile"]
        assert refusal(client.users_info, user="U0NOBODY") == "user_not_found"

    def test_the_rest_of_the_workspace(self, fake: FakeSlack, client: WebClient) -> None:
        """Team, bot, channel and Socket Mode."""
        assert client.team_info()["team"]["id"] == "T0TEAM"
        assert client.bots_info(bot="B0GUICHET")["bot"]["user_id"] == "U0GUICHET"
        channel = client.conversations_info(channel="C0ACME", include_num_members=True)["channel"]
        assert (channel["name"], channel["is_member"], channel["num_members"]) == ("acme-support", True, 3)
        assert refusal(client.apps_connections_open, app_token=fake.app_token) == "not_allowed"
        assert refusal(client.apps_connections_open, app_token=fake.token) == "not_allowed_token_type"
        fake.socket_url = "ws://127.0.0.1:1/link"
        assert client.apps_connections_open(app_token=fake.app_token)["url"] == fake.socket_url

    def test_a_method_that_is_not_there(self, client: WebClient) -> None:
        """Unknown methods and arguments fail."""
        assert refusal(client.chat_meMessage, channel="C0ACME", text="x") == "unknown_method"
        assert refusal(client.users_info, user="U0ALICE", include_locales=True) == "invalid_arguments"
        assert "missing required field: user" in reasons(client.users_info, user="")[0]


UNFIT_VIEWS = [
    ("title", {"title": plain("x" * 25)}, "less than 25"),
    ("no title", {"title": None}, "must provide an object"),
    ("submit", {"submit": plain("x" * 25)}, "less than 25"),
    ("close", {"close": plain("x" * 25)}, "less than 25"),
    ("private_metadata", {"private_metadata": "x" * 3001}, "less than 3001"),
    ("callback_id", {"callback_id": "x" * 256}, "less than 256"),
    ("101 blocks", {"blocks": [section()] * 101}, "no more than 100"),
    ("no blocks", {"blocks": []}, "no fewer than 1"),
    ("a typo", {"callback": "x"}, "invalid additional property: callback"),
    ("markdown", {"blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown"),
    ("a home", {"type": "home"}, "unsupported type: home"),
    (
        "two that want the cursor",
        {"blocks": [text_input(focus_on_load=True), text_input(focus_on_load=True)]},
        "focus_on_load",
    ),
]


class TestViews:
    """Modals and the App Home."""

    @pytest.mark.parametrize(("what", "more", "reason"), UNFIT_VIEWS, ids=[row[0] for row in UNFIT_VIEWS])
    def test_what_is_no_modal(self, fake: FakeSlack, client: WebClient, what: str, more: Block, reason: str) -> None:
        """Slack names what is wrong, and the trigger stays good."""
        trigger = fake.new_trigger("U0ALICE")
        wrong = reasons(client.views_open, trigger_id=trigger, view={**modal(section()), **more})
        assert any(reason in words for words in wrong), (what, wrong)
        assert client.views_open(trigger_id=trigger, view=modal(section()))["ok"]

    def test_a_form_needs_a_way_to_send_it(self, fake: FakeSlack, client: WebClient) -> None:
        """A modal with an input has a submit button."""
        view = modal(text_input())
        del view["submit"]
        assert (
            "missing required field: submit"
            in reasons(client.views_open, trigger_id=fake.new_trigger("U0ALICE"), view=view)[0]
        )

    def test_a_view_can_be_too_large(self, fake: FakeSlack, client: WebClient) -> None:
        """250 kB are the limit."""
        view = modal(*[section("€" * 2900) for _ in range(30)])
        assert refusal(client.views_open, trigger_id=fake.new_trigger("U0ALICE"), view=view) == "view_too_large"

    def test_a_trigger_opens_one_view(self, fake: FakeSlack, client: WebClient) -> None:
        """A trigger is single use, expires, and must be one."""
        trigger, late = fake.new_trigger("U0ALICE"), fake.new_trigger("U0ALICE")
        client.views_open(trigger_id=trigger, view=modal(section()))
        assert refusal(client.views_open, trigger_id=trigger, view=modal(section())) == "exchanged_trigger_id"
        fake.expire(late)
        assert refusal(client.views_open, trigger_id=late, view=modal(section())) == "expired_trigger_id"
        assert refusal(client.views_open, trigger_id="x", view=modal(section())) == "invalid_trigger_id"

    def test_a_stack_holds_three_views(self, fake: FakeSlack, client: WebClient) -> None:
        """Views are pushed from within a modal, three high."""
        loose = fake.new_trigger("U0ALICE")
        assert refusal(client.views_push, trigger_id=loose, view=modal(section())) == "not_found"
        view = client.views_open(trigger_id=fake.new_trigger("U0ALICE"), view=modal(section("1")))["view"]
        for number in "23":
            trigger = fake.new_trigger("U0ALICE", view_id=view["id"])
            pushed = client.views_push(trigger_id=trigger, view=modal(section(number)))["view"]
            assert pushed["previous_view_id"] == view["id"]
            view = pushed
        assert view == fake.open_view("U0ALICE")
        trigger = fake.new_trigger("U0ALICE", view_id=view["id"])
        assert refusal(client.views_push, trigger_id=trigger, view=modal(section())) == "push_limit_reached"

    def test_an_old_hash_is_a_conflict(self, fake: FakeSlack, client: WebClient) -> None:
        """Each drawing of a view has its own hash."""
        view = client.views_open(trigger_id=fake.new_trigger("U0ALICE"), view=modal(section("1")))["view"]
        new = client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("2")))["view"]
        again = {"view_id": view["id"], "view": modal(section("3"))}
        assert refusal(client.views_update, hash=view["hash"], **again) == "hash_conflict"
        assert client.views_update(hash=new["hash"], **again)["ok"]
        assert refusal(client.views_update, view_id="V0", view=modal(section())) == "not_found"
        assert fake.text_of(fake.open_view("U0ALICE") or {}) == "Form\n3\nSend"

    def test_an_external_id_names_one_view(self, fake: FakeSlack, client: WebClient) -> None:
        """A view can be updated by its external id, which no other view may have."""
        named = modal(section("1"), external_id="mine")
        client.views_open(trigger_id=fake.new_trigger("U0ALICE"), view=named)
        again = fake.new_trigger("U0BOB")
        assert refusal(client.views_open, trigger_id=again, view=named) == "duplicate_external_id"
        assert client.views_update(external_id="mine", view=named)["ok"]

    def test_the_home_is_published(self, fake: FakeSlack, client: WebClient) -> None:
        """A home is no modal."""
        home = {"type": "home", "blocks": [section("Welcome")]}
        client.views_publish(user_id="U0ALICE", view=home)
        client.views_publish(user_id="U0ALICE", view=home)
        assert fake.text_of(fake.home("U0ALICE") or {}) == "Welcome"
        assert fake.open_view("U0ALICE") is None
        assert refusal(client.views_publish, user_id="U0ALICE", view=modal(section())) == "invalid_arguments"


class TestReading:
    """What a reader sees, and what rings every phone."""

    @pytest.mark.parametrize(
        "words", ["<!channel>", "hi <!here|here>", "<!everyone>", "<!subteam^S0ALL>", "`<!channel>`"]
    )
    def test_an_active_broadcast_is_seen(self, fake: FakeSlack, client: WebClient, words: str) -> None:
        """It is kept when posted, and raises when read."""
        client.chat_postMessage(channel="C0ACME", text=words)
        assert len(fake.broadcasts) == 1
        with pytest.raises(ActiveBroadcastError):
            fake.text_of(fake.messages("C0ACME")[0])

    @pytest.mark.parametrize(
        ("words", "seen"),
        [
            ("&lt;!channel&gt;", "<!channel>"),
            ("@channel", "@channel"),
            ("<!date^1^{time}|10:00>", "10:00"),
            ("<#C0ACME> <@U0BOB> <@U0GONE>", "#acme-support @bob @U0GONE"),
            ("_a_ ~b~ `c` snake_case 2*3*4", "a b c snake_case 2*3*4"),
            ("a &amp;lt; b", "a &lt; b"),
        ],
    )
    def test_what_a_reader_sees(self, fake: FakeSlack, words: str, seen: str) -> None:
        """Escaped characters, mentions, dates and styles are shown as Slack shows them."""
        assert fake.displayed(words) == seen

    def test_a_broadcast_in_rich_text_is_active_too(self, fake: FakeSlack, client: WebClient) -> None:
        """Rich text has its own elements for it."""
        line = [{"type": "text", "text": "Hi "}, {"type": "user", "user_id": "U0BOB"}]
        rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": line}]}
        client.chat_postMessage(channel="C0ACME", text="x", blocks=[rich])
        assert fake.text_of(fake.messages("C0ACME")[0]) == "x\nHi @bob"
        line.append({"type": "broadcast", "range": "here"})
        client.chat_postMessage(channel="C0ACME", text="x", blocks=[rich])
        assert fake.broadcasts == ["<!here>"]


class TestScheduled:
    """Why scheduled messages are unfit for reminders."""

    def test_the_limits_of_a_scheduled_message(self, fake: FakeSlack, client: WebClient) -> None:
        """Not in the past, not over 120 days, not more than 30 in 5 minutes."""
        fake.clock = lambda: 1_000_000.0
        for post_at, error in [(999_999, "time_in_past"), (1_000_000 + 121 * 86_400, "time_too_far")]:
            assert refusal(client.chat_scheduleMessage, channel="C0ACME", text="x", post_at=post_at) == error
        for _ in range(30):
            client.chat_scheduleMessage(channel="C0ACME", text="x", post_at=1_000_200)
        full = refusal(client.chat_scheduleMessage, channel="C0ACME", text="x", post_at=1_000_201)
        assert full == "restricted_too_many"

    def test_one_with_metadata_never_posts(self, fake: FakeSlack, client: WebClient) -> None:
        """Slack takes it and loses it."""
        fake.clock = lambda: 1_000_000.0
        metadata = {"event_type": "x", "event_payload": {}}
        for more in ({"metadata": metadata}, {}):
            client.chat_scheduleMessage(channel="C0ACME", text="x", post_at=1_000_060, **more)
        taken_back = client.chat_scheduleMessage(channel="C0ACME", text="y", post_at=1_000_060)
        known = {"channel": "C0ACME", "scheduled_message_id": taken_back["scheduled_message_id"]}
        client.chat_deleteScheduledMessage(**known)
        assert refusal(client.chat_deleteScheduledMessage, **known) == "invalid_scheduled_message_id"
        assert len(client.chat_scheduledMessages_list()["scheduled_messages"]) == 2
        fake.clock = lambda: 1_000_061.0
        post_due(fake)
        assert [message["text"] for message in fake.messages("C0ACME")] == ["x"]


class TestFaults:
    """What goes wrong on order, and is counted when it did."""

    def test_too_many_requests(self, fake: FakeSlack, client: WebClient) -> None:
        """429 says how long to wait; the call is not carried out."""
        fake.fail("chat.postMessage", times=2, status=429, headers={"Retry-After": "3"})
        for _ in range(2):
            with pytest.raises(SlackApiError) as refused:
                client.chat_postMessage(channel="C0ACME", text="x")
            assert refused.value.response.status_code == 429
            assert refused.value.response.headers["Retry-After"] == "3"
        client.chat_postMessage(channel="C0ACME", text="x")
        assert (fake.faults_hit, len(fake.messages("C0ACME"))) == (2, 1)

    @pytest.mark.parametrize("fault", [{"status": 500}, {"body": "<html>"}, {"error": "internal_error"}])
    def test_an_answer_that_is_none(self, fake: FakeSlack, client: WebClient, fault: Block) -> None:
        """Server errors, rubbish and Slack's own errors replace the answer."""
        fake.fail("chat.postMessage", **fault)
        assert refusal(client.chat_postMessage, channel="C0ACME", text="x")
        assert (fake.faults_hit, fake.messages("C0ACME")) == (1, [])

    def test_one_channel_only(self, fake: FakeSlack, client: WebClient) -> None:
        """A fault can be for the calls of one channel."""
        fake.add_channel("C0OTHER", name="other")
        fake.fail("chat.postMessage", error="is_archived", channel="C0OTHER")
        assert client.chat_postMessage(channel="C0ACME", text="x")["ok"]
        assert fake.faults_hit == 0
        assert refusal(client.chat_postMessage, channel="C0OTHER", text="x") == "is_archived"

    def test_an_answer_lost_after_the_work_was_done(self, fake: FakeSlack, client: WebClient) -> None:
        """The message is there, though the caller got no answer."""
        fake.fail("chat.postMessage", drop_after_accept=True)
        with pytest.raises((URLError, ConnectionError)):
            client.chat_postMessage(channel="C0ACME", text="x")
        fake.fail("chat.postMessage", error="fatal_error", after_accept=True)
        assert refusal(client.chat_postMessage, channel="C0ACME", text="y") == "fatal_error"
        assert [message["text"] for message in fake.messages("C0ACME")] == ["x", "y"]
        assert fake.faults_hit == 2

    def test_a_slow_answer(self, fake: FakeSlack) -> None:
        """The caller gives up; the message is there, and the fake still stops at once."""
        hasty = WebClient(fake.token, base_url=fake.url, retry_handlers=[], timeout=1)
        fake.fail("chat.postMessage", hang=60)
        with pytest.raises((URLError, TimeoutError)):
            hasty.chat_postMessage(channel="C0ACME", text="x")
        assert len(fake.messages("C0ACME")) == 1

    def test_down_and_up(self, fake: FakeSlack, client: WebClient) -> None:
        """While Slack is down every connection ends at once."""
        fake.down()
        with pytest.raises((URLError, ConnectionError)):
            client.auth_test()
        fake.up()
        assert client.auth_test()["ok"]
        assert fake.faults_hit == 1

    def test_a_crash_of_the_fake_itself_is_raised(self) -> None:
        """A test never passes because the fake broke."""
        slack = FakeSlack().start()
        slack.add_user("U0ALICE", name="alice", tz="No/Where")
        client = WebClient(slack.token, base_url=slack.url)
        assert refusal(client.users_info, user="U0ALICE") == "fatal_error"
        with pytest.raises(ZoneInfoNotFoundError):
            slack.__exit__(None, None, None)


class TestResponseUrl:
    """What an app does through a response_url."""

    def test_answers_for_one_and_for_all(self, fake: FakeSlack) -> None:
        """Ephemeral unless told otherwise, and only five times."""
        url = fake.new_hook("U0ALICE", "C0ACME")
        hook = WebhookClient(url)
        assert hook.send(text="psst").status_code == 200
        assert hook.send(text="all", response_type="in_channel").status_code == 200
        assert [m["text"] for m in fake.ephemerals("U0ALICE")] == ["psst"]
        assert [m["text"] for m in fake.messages("C0ACME")] == ["all"]
        assert [hook.send(text="x").status_code for _ in range(4)] == [200, 200, 200, 404]
        late = fake.new_hook("U0ALICE", "C0ACME")
        fake.expire(late)
        assert WebhookClient(late).send(text="x").body == "expired_url"

    def test_replaces_and_deletes_the_original(self, fake: FakeSlack, client: WebClient) -> None:
        """The message the gesture was made on."""
        ts = client.chat_postEphemeral(channel="C0ACME", user="U0ALICE", text="old", blocks=[section()])["message_ts"]
        hook = WebhookClient(fake.new_hook("U0ALICE", "C0ACME", message_ts=ts, is_ephemeral=True))
        hook.send(text="new", replace_original=True)
        [message] = fake.ephemerals("U0ALICE")
        assert (message["text"], "blocks" in message) == ("new", False)
        assert hook.send(text="x", blocks=[section("")], replace_original=True).body == "invalid_blocks"
        hook.send(delete_original=True)
        assert fake.ephemerals("U0ALICE") == []


def levers(url: str, lever: str, body: Block | None = None) -> Block:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(  # noqa: S310 - the address is the fake's own
        f"{url}_control/{lever}", data=data, headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=5) as answer:  # noqa: S310 - the address is the fake's own
        return dict(json.load(answer))


def test_a_client_beside_the_workspace_gets_and_leaves_the_same(fake: FakeSlack) -> None:
    calls = [
        ("users.info", {"params": {"user": "U0ALICE", "include_locale": True}}),
        ("users.info", {"params": {"user": "U0NOBODY"}}),
        ("no.such.method", {"params": {}}),
        ("chat.postMessage", {"json": {"channel": "C0ACME", "text": "é & \U0001f525"}}),
        ("chat.postMessage", {"params": {"channel": "C0ACME", "text": "é & \U0001f525", "blocks": [section()]}}),
        ("chat.postMessage", {"params": {"channel": "C0ACME", "text": "Hi", "blocks": "["}}),
    ]
    seen = [
        [
            answered(kind(token, base_url=fake.url, retry_handlers=[]), *one)
            for one in calls
            for token in (fake.token, "")
        ]
        for kind in (WebClient, NearClient)
    ]
    assert seen[0] == seen[1]
    kept = [(call.method, call.args) for call in fake.calls()]
    assert kept[: len(kept) // 2] == kept[len(kept) // 2 :]


def answered(client: WebClient, method: str, given: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a call gives, without what is another each time or a matter of the way."""
    try:
        answer = client.api_call(method, **given)
    except SlackApiError as refused:
        answer = refused.response
    data = {name: value for name, value in answer.data.items() if name not in {"ts", "message"}}
    headers = {name: value for name, value in answer.headers.items() if name not in {"Server", "Date", "Connection"}}
    return answer.status_code, data, headers


def test_a_client_beside_the_workspace_meets_what_is_ordered_to_go_wrong(fake: FakeSlack) -> None:
    client = NearClient(fake.token, base_url=fake.url, retry_handlers=[])
    fake.fail("auth.test", drop_after_accept=True)
    with pytest.raises((OSError, HTTPException)):
        client.auth_test()
    assert client.auth_test()["ok"]
    fake.down()
    with pytest.raises((OSError, HTTPException)):
        client.auth_test()
    assert len(fake.calls("auth.test")) == 2
    fake.stop()
    fake.up()
    with pytest.raises(URLError):
        client.auth_test()
    fake.start()


def test_the_fake_runs_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.fake_slack", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        users = [{"id": "U0ALICE", "name": "alice"}]
        channels = [{"id": "C0ACME", "name": "acme", "members": ["U0ALICE"]}]
        levers(url, "setup", {"users": users, "channels": channels})
        levers(url, "fault", {"method": "chat.postMessage", "error": "internal_error"})
        client = WebClient("xoxb-fake", base_url=url, retry_handlers=[])
        assert refusal(client.chat_postMessage, channel="C0ACME", text="x") == "internal_error"
        client.chat_postMessage(channel="C0ACME", text="x")
        state = levers(url, "state")
        process.terminate()
    assert [message["text"] for message in state["channels"]["C0ACME"]["messages"]] == ["x"]
    assert (state["faults_hit"], state["crashes"]) == (1, [])
