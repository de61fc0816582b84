"""People in the fake workspace: each gesture is sent to the Bolt app as a signed request, as Slack would."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote_plus, urlencode

from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from bot.demo import form
from bot.web import PATH, only_signed, slack_endpoint
from tests.fake_slack import forms, hooks, payloads, screen, views
from tests.fake_slack.chat import react, unreact
from tests.fake_slack.element_rules import SUGGESTIONS
from tests.fake_slack.errors import SlackError
from tests.fake_slack.screen import Place
from tests.fake_slack.things import Channel, Message
from tests.fake_slack.workspace import Workspace

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
QUOTED = [quote_plus(chr(code)) for code in range(128)]
"""Each ASCII character as it is encoded in a form."""


@dataclass(frozen=True)
class Answer:
    """What the app answered to one gesture."""

    status: int | None
    """The HTTP status; None when Slack had no reason to tell the app."""
    body: Any = ""
    """The answer's body: the decoded JSON, or the text."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """The errors shown at the form's fields, by label."""
    ts: str = ""
    """The ts of the message that the person wrote."""

    @property
    def ok(self) -> bool:
        """Return whether the app accepted the gesture without errors."""
        return self.status == 200 and not self.errors


def form_of(payload: Mapping[str, Any]) -> str:
    """Return an interaction as the form Slack sends: the same text as from urlencode, but faster."""
    return "payload=" + "".join(map(QUOTED.__getitem__, json.dumps(payload).encode("ascii")))


class People:
    """The people of a workspace and their line to the app: `people["U0ALICE"].click("Acknowledge", ...)`."""

    def __init__(self, app: App, fake: Workspace, signing_secret: str, *, app_secret: str = "") -> None:
        """Sign with this secret; `app_secret` is the app's own where it is another one."""
        self.app, self.fake, self.signing_secret = app, fake, signing_secret
        self._application = only_signed(slack_endpoint(app), secret=app_secret or signing_secret)
        self.seconds_under_way = 0
        self._persons: dict[str, Person] = {}
        self._last_event = ""

    def __getitem__(self, user: str) -> "Person":
        """Return the person with this user id."""
        if user not in self.fake.users:
            raise AssertionError(f"add {user} to the workspace first")
        return self._persons.setdefault(user, Person(self, user))

    def send(self, body: str | bytes, content_type: str, **headers: str) -> Answer:
        """Send a signed request to the app; its timestamp is `seconds_under_way` old."""
        # freezegun freezes datetime in every thread, but time.time only in some: the check sees the former.
        timestamp = str(int(datetime.now(UTC).timestamp()) - self.seconds_under_way)
        verifier = SignatureVerifier(self.signing_secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body) or ""
        signed = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature, **headers}
        status, words = self._post(body if isinstance(body, bytes) else body.encode(), content_type, signed)
        return Answer(status, json.loads(words) if words.startswith("{") else words)

    def _post(self, body: bytes, content_type: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Pass this request to the app as a web server would, and return status and body of the answer."""
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        about = {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "SERVER_PROTOCOL": "HTTP/1.1"}
        length = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        statuses: list[str] = []
        answer = self._application({**environ, **about, **length}, lambda status, _: statuses.append(status))
        return int(statuses[0].split()[0]), b"".join(answer).decode()

    def interact(self, payload: Mapping[str, Any]) -> Answer:
        """Send an interaction."""
        return self.send(form_of(payload), FORM)

    def event(self, event: dict[str, Any]) -> Answer:
        """Send an event; `resend_last` can send it again."""
        self._last_event = json.dumps(payloads.envelope(self.fake, event))
        return self.send(self._last_event, JSON)

    def resend_last(self, retry_num: int = 1, reason: str = "http_timeout") -> Answer:
        """Send the last event once more, as Slack does when the answer was late or lost."""
        retry = {"x-slack-retry-num": str(retry_num), "x-slack-retry-reason": reason}
        return self.send(self._last_event, JSON, **retry)

    def echo(self, channel: str, ts: str) -> Answer:
        """Send the event of an existing message, as Slack does for the bot's own messages as well."""
        place = self.fake.channels[channel]
        return self.event(payloads.message_event(place, self.fake.message(channel, ts)))


class Person:
    """One person with one screen."""

    def __init__(self, people: People, user: str) -> None:
        self._people, self._fake, self.id = people, people.fake, user
        self._last_submission: dict[str, Any] = {}

    # Commands and shortcuts

    def command(self, command: str, text: str = "", *, channel: str = "") -> Answer:
        """Run a slash command in a channel, or in the direct message with the bot."""
        self._check_installed("commands")
        place = self._in_channel(channel)
        body = payloads.command(self._fake, self.id, place, command, text)
        answer = self._people.send(urlencode(body), FORM)
        if answer.status == 200 and answer.body:
            content = answer.body if isinstance(answer.body, dict) else {"text": answer.body}
            self._slack_does(lambda: hooks.show(self._fake, self.id, place.id, content))
        return answer

    def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut."""
        self._check_installed("shortcuts")
        more = {"callback_id": callback_id, "action_ts": self._fake.next_ts()}
        return self._people.interact(payloads.interaction(self._fake, self.id, "shortcut", **more))

    def message_shortcut(self, callback_id: str, *, channel: str, ts: str) -> Answer:
        """Use a shortcut from a message's menu."""
        self._check_installed("shortcuts")
        place = self._in_channel(channel)
        payload = payloads.interaction(
            self._fake,
            self.id,
            "message_action",
            callback_id=callback_id,
            channel={"id": place.id, "name": payloads.channel_name(place)},
            message=self._fake.message(channel, ts),
            message_ts=ts,
            action_ts=self._fake.next_ts(),
            response_url=self._fake.new_hook(self.id, channel, message_ts=ts),
        )
        return self._people.interact(payload)

    # Forms

    def fill(self, answers: Mapping[str, Any], *, force: bool = False) -> None:
        """Fill in the open form by label and option text, without sending it.

        An input with `dispatch_action` notifies the app at once; what it changes in the form is seen
        by the answers that follow. What is chosen already is left as it is.
        """
        for label, given in answers.items():
            view = self._form()
            block, element = form.labelled(view, label)
            if forms.is_chosen(form.held(block, element, self._fake.typed[view["id"]]), given):
                continue
            self._enter(Place(view), block, element, given, force=force)

    def submit(
        self, answers: Mapping[str, Any] | None = None, *, view: dict[str, Any] | None = None, force: bool = False
    ) -> Answer:
        """Fill in the open form and send it; what Slack's client refuses raises, unless forced."""
        self.fill(answers or {}, force=force)
        current = view or self._form()
        if not current["submit"]:
            raise AssertionError("this form has no button to send it")
        typed = self._fake.typed[current["id"]]
        wrong = forms.unfinished(current, typed)
        if wrong and not force:
            raise AssertionError(f"Slack does not send the form: {wrong}")
        return self._send_form({**current, "state": {"values": form.state_values(current["blocks"], typed)}})

    def resubmit(self) -> Answer:
        """Send the last form once more, word for word."""
        return self._people.interact(self._last_submission)

    def close_form(self) -> Answer:
        """Close the open form without sending it."""
        view = self._form()
        views.close(self._fake, self.id, every=view["clear_on_close"])
        if not view["notify_on_close"]:
            return Answer(None)
        more = {"view": view, "is_cleared": view["clear_on_close"]}
        return self._people.interact(payloads.interaction(self._fake, self.id, "view_closed", **more))

    def suggestions(self, label: str, typed: str) -> list[str]:
        """Return the options that an external select offers when this is typed into it."""
        block, element = form.labelled(self._form(), label)
        return [forms.visible(option) for option in self._suggest(Place(self._form()), block, element, typed)]

    # Buttons and menus

    def click(self, button: str, *, channel: str = "", ts: str = "", beside: str = "") -> Answer:
        """Click a button by its text: on a message, the newest one that has it, the open form or the Home.

        `beside` picks one of several by words in its block or in the block above.
        """

        def is_it(_place: Place, _block: forms.Element, element: forms.Element) -> bool:
            shown_to = element.get("visible_to_user_ids", [self.id])
            return element["type"] == "button" and element["text"]["text"] == button and self.id in shown_to

        place, block, element = self._find(f"button {button!r}", is_it, channel, ts, beside)
        value = {"value": element["value"]} if "value" in element else {}
        return self._act(place, block, element, {"text": element["text"], **value})

    def choose(self, option: Any, *, channel: str = "", ts: str = "", beside: str = "", label: str = "") -> Answer:
        """Choose an option of a menu by its text (a list of texts for checkboxes and multi-selects).

        `label` names an input of the open form; it tells the app at once only with `dispatch_action`.
        """
        if label:
            place = Place(self._form())
            block, element = form.labelled(place.thing, label)
        else:
            what = f"menu with {option!r}"
            place, block, element = self._find(what, self._offers(option), channel, ts, beside)
        if element["type"] == "overflow":
            chosen = next(one for one in element["options"] if forms.visible(one) == option)
            return self._act(place, block, element, {"selected_option": chosen})
        return self._enter(place, block, element, option, at_once=block["type"] != "input")

    # Messages

    def say(self, text: str, *, channel: str = "", files: tuple[str, ...] = ()) -> Answer:
        """Write into a channel, or to the bot."""
        return self._post(self._in_channel(channel), text, files)

    def reply(self, text: str, *, channel: str, thread_ts: str, files: tuple[str, ...] = ()) -> Answer:
        """Write into a thread."""
        place = self._in_channel(channel)
        if place.messages[thread_ts].get("thread_ts", thread_ts) != thread_ts:
            raise AssertionError("this is a reply; its thread is that of its parent")
        return self._post(place, text, files, thread_ts=thread_ts)

    def edit(self, text: str, *, channel: str, ts: str) -> Answer:
        """Change a message of one's own."""
        with self._fake.lock:
            place, message = self._own(channel, ts)
            old = deepcopy(message)
            message["text"] = payloads.as_typed(text)
            message["edited"] = {"user": self.id, "ts": self._fake.next_ts()}
            event = payloads.changed_event(self._fake, place, deepcopy(message), old)
        answer = self._tell(place, event)
        if f"<@{self._fake.bot_user}>" in message["text"] and not place.is_im:
            # Slack tells of it twice, the mention with the edit (slackapi/bolt-js issue 960).
            mention = {**payloads.message_event(place, message), "edited": message["edited"], "type": "app_mention"}
            del mention["channel_type"]
            answer = self._tell(place, mention)
        return answer

    def see_preview(self, link: str, *, channel: str, ts: str) -> Answer:
        """Let Slack unfurl a link in one's message, which it reports as a change of the message."""
        with self._fake.lock:
            place, message = self._own(channel, ts)
            old = deepcopy(message)
            message["attachments"] = [{"from_url": link, "title": "A page", "fallback": "A page", "id": 1}]
            event = payloads.changed_event(self._fake, place, deepcopy(message), old)
        return self._tell(place, event)

    def delete(self, *, channel: str, ts: str) -> Answer:
        """Delete a message of one's own; with replies, a tombstone stays."""
        with self._fake.lock:
            place, message = self._own(channel, ts)
            old = deepcopy(message)
            self._fake.remove_message(place, message)
            event = payloads.deleted_event(self._fake, place, old)
            if ts in place.messages:
                event = payloads.changed_event(self._fake, place, deepcopy(message), old)
        return self._tell(place, event)

    def react(self, name: str, *, channel: str, ts: str) -> Answer:
        """Add a reaction to a message."""
        place = self._in_channel(channel)
        self._slack_does(lambda: react(place.messages[ts], user=self.id, name=name))
        return self._tell_reaction("reaction_added", place, name, ts)

    def unreact(self, name: str, *, channel: str, ts: str) -> Answer:
        """Remove one's reaction from a message."""
        place = self._in_channel(channel)
        self._slack_does(lambda: unreact(place.messages[ts], user=self.id, name=name))
        return self._tell_reaction("reaction_removed", place, name, ts)

    # The rest of the workspace

    def open_home(self) -> Answer:
        """Open the bot's App Home."""
        home = self._fake.home(self.id)
        channel = self._fake.direct_message(self.id).id
        event = {"type": "app_home_opened", "user": self.id, "channel": channel, "tab": "home"}
        shown = {"view": home} if home else {}
        return self._people.event({**event, **shown, "event_ts": self._fake.next_ts()})

    def join(self, channel: str) -> Answer:
        """Join a channel."""
        self._fake.add_member(channel, self.id)
        return self._tell_membership("member_joined_channel", channel)

    def leave(self, channel: str) -> Answer:
        """Leave a channel."""
        self._fake.remove_member(channel, self.id)
        return self._tell_membership("member_left_channel", channel)

    # How it is done

    def _slack_does(self, step: Callable[[], Any]) -> None:
        try:
            with self._fake.lock:
                step()
        except SlackError as refused:
            raise AssertionError(f"Slack refuses: {refused}") from refused

    def _check_installed(self, what: str) -> None:
        if self._fake.connect_for(self.id):
            raise AssertionError(f"Slack offers no {what} of ours in another organisation, where we are not installed")

    def _in_channel(self, channel: str) -> Channel:
        if not channel and (connect := self._fake.connect_for(self.id)) and not connect.takes_direct_messages:
            raise AssertionError(f"{self.id} of another organisation has no direct message with the bot")
        place = self._fake.channels[channel] if channel else self._fake.direct_message(self.id)
        if self.id not in place.members:
            raise AssertionError(f"{self.id} is not in {place.name}")
        if place.is_archived:
            raise AssertionError(f"{place.name} is archived")
        return place

    def _form(self) -> dict[str, Any]:
        view = self._fake.open_view(self.id)
        if view is None:
            raise AssertionError(f"{self.id} has no form open")
        return view

    def _own(self, channel: str, ts: str) -> tuple[Channel, Message]:
        place = self._in_channel(channel)
        if place.messages[ts]["user"] != self.id:
            raise AssertionError("only one's own messages can be changed")
        return place, place.messages[ts]

    def _post(self, place: Channel, text: str, files: tuple[str, ...], **thread: str) -> Answer:
        parts: dict[str, Any] = {"text": payloads.as_typed(text), "client_msg_id": self._fake.next_id("m"), **thread}
        if files:
            parts["subtype"] = "file_share"
            parts["files"] = [forms.uploaded(self._fake, self.id, name) for name in files]
        with self._fake.lock:
            message = self._fake.add_message(place, self.id, **parts)
            event = payloads.message_event(place, message)
        if files and (connect := self._fake.connect_for(self.id)):
            event["files"] = connect.files(event["files"])
        answer = self._tell(place, event)
        if f"<@{self._fake.bot_user}>" in message["text"] and not place.is_im:
            mention = {key: value for key, value in event.items() if key not in {"channel_type", "subtype"}}
            answer = self._tell(place, {**mention, "type": "app_mention"})
        return replace(answer, ts=message["ts"])

    def mention(self, text: str, *, channel: str, thread_ts: str = "") -> Answer:
        """Mention the bot in a channel or a thread; Slack tells of it twice (reference/events/app_mention)."""
        said = f"<@{self._fake.bot_user}> {text}"
        return self.reply(said, channel=channel, thread_ts=thread_ts) if thread_ts else self.say(said, channel=channel)

    def _tell(self, place: Channel, event: dict[str, Any]) -> Answer:
        """Send an event about a channel, which Slack does only for channels the bot is in."""
        return self._people.event(event) if self._fake.bot_user in place.members else Answer(None)

    def _tell_reaction(self, kind: str, place: Channel, name: str, ts: str) -> Answer:
        item = {"type": "message", "channel": place.id, "ts": ts}
        of = {"item_user": place.messages[ts]["user"], "item": item, "event_ts": self._fake.next_ts()}
        return self._tell(place, {"type": kind, "user": self.id, "reaction": name, **of})

    def _tell_membership(self, kind: str, channel: str) -> Answer:
        place = self._fake.channels[channel]
        letter = "G" if place.is_private else "C"
        who = {"type": kind, "user": self.id, "team": self._fake.team_id}
        where = {"channel": channel, "channel_type": letter, "event_ts": self._fake.next_ts()}
        return self._tell(place, {**who, **where})

    def _find(
        self, what: str, is_it: screen.Test, channel: str, ts: str, beside: str
    ) -> tuple[Place, forms.Element, forms.Element]:
        place = self._in_channel(channel) if channel else None
        places = [one for one in screen.places(self._fake, self.id, place) if ts in {"", one.key}]
        found = screen.find(places, is_it, beside)
        if len(found) != 1:
            seen = [self._fake.text_of(one.thing) for one in places]
            raise AssertionError(f"{len(found)} times {what} in front of {self.id} (say `beside`?): {seen}")
        return found[0]

    def _offers(self, option: Any) -> screen.Test:
        def is_it(place: Place, block: forms.Element, element: forms.Element) -> bool:
            kind = element["type"]
            if kind == "overflow":
                return option in [forms.visible(one) for one in element["options"]]
            if kind not in form.STATES or "_input" in kind or "external" in kind:
                return False
            try:
                forms.put(self._filler(place), block, element, option)
            except (AssertionError, TypeError, ValueError):
                return False
            return True

        return is_it

    def _filler(self, place: Place, *, force: bool = False) -> forms.Filler:
        def suggest(block: forms.Element, element: forms.Element, typed: str) -> list[dict[str, Any]]:
            return self._suggest(place, block, element, typed)

        return forms.Filler(self._fake, self.id, force, suggest)

    def _suggest(self, place: Place, block: forms.Element, element: forms.Element, typed: str) -> list[dict[str, Any]]:
        if len(typed) < element.get("min_query_length", 3):
            return []
        about = {"block_id": block["block_id"], "action_id": element["action_id"], "value": typed}
        payload = payloads.interaction(self._fake, self.id, "block_suggestion", **about, **self._origin(place))
        del payload["trigger_id"]
        body = self._people.interact(payload).body
        if not isinstance(body, dict):
            raise AssertionError(f"Slack shows no options for the answer {body!r}")
        if wrong := [*SUGGESTIONS(body, "")]:
            raise AssertionError(f"Slack does not take these options: {wrong}")
        return forms.options_of(body)

    def _enter(
        self,
        place: Place,
        block: forms.Element,
        element: forms.Element,
        given: Any,
        *,
        force: bool = False,
        at_once: bool = False,
    ) -> Answer:
        state = forms.put(self._filler(place, force=force), block, element, given)
        self._fake.typed[place.key][block["block_id"], element["action_id"]] = state
        if not at_once and not block.get("dispatch_action"):
            return Answer(None)
        return self._act(place, block, element, {k: v for k, v in state.items() if k != "type"})

    def _act(self, place: Place, block: forms.Element, element: forms.Element, value: Mapping[str, Any]) -> Answer:
        ids = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
        action = {**ids, **value, "action_ts": self._fake.next_ts()}
        view_id = "" if place.channel else place.thing["id"]
        about = {"actions": [action], **self._origin(place)}
        payload = payloads.interaction(self._fake, self.id, "block_actions", view_id=view_id, **about)
        return self._people.interact(payload)

    def _origin(self, place: Place) -> dict[str, Any]:
        state = {"values": form.state_values(place.thing.get("blocks", []), self._fake.typed[place.key])}
        if place.channel is None:
            container = {"type": "view", "view_id": place.thing["id"]}
            return {"container": container, "view": {**place.thing, "state": state}}
        shown = payloads.from_message(self._fake, self.id, place.channel, place.thing, ephemeral=place.is_ephemeral)
        return {**shown, "state": state}

    def _send_form(self, view: dict[str, Any]) -> Answer:
        more = {"view": view, "response_urls": []}
        self._last_submission = payloads.interaction(self._fake, self.id, "view_submission", view_id=view["id"], **more)
        answer = self._people.interact(self._last_submission)
        if answer.status != 200:
            return answer
        return self._shown(view, answer)

    def _shown(self, view: dict[str, Any], answer: Answer) -> Answer:
        """Do to the screen what the answer to a form says (surfaces/modals)."""
        body = answer.body or {"response_action": "close"}
        action = body.get("response_action") if isinstance(body, dict) else None
        if action == "errors":
            return Answer(answer.status, body, form.by_label(view, body["errors"]))
        steps: dict[Any, Callable[[], Any]] = {
            "close": lambda: views.close(self._fake, self.id),
            "clear": lambda: views.close(self._fake, self.id, every=True),
            "update": lambda: views.replace(self._fake, view["id"], body.get("view")),
            "push": lambda: views.show(self._fake, self.id, body.get("view"), previous=view["id"]),
        }
        if action not in steps:
            raise AssertionError(f"Slack cannot use this answer to a form: {body!r}")
        self._slack_does(steps[action])
        return answer
