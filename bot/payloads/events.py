"""Which events does Slack send? Those that we listen to (docs.slack.dev/reference/events)."""

from typing import Any

from pydantic import model_validator

from bot.payloads.things import Id, Named, Shape, SlackMessage, Thing, Ts


class SlackEvent(Shape):
    """What all events have in common."""

    type: str
    user: Id | Thing | None = None
    channel: Id | Thing | None = None


class MessageEvent(Shape):
    """A message was written, changed or deleted."""

    channel: Id
    ts: Ts
    subtype: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_its_message(cls, event: Any) -> Any:
        """Check the message, which is inside the event if it was edited, and the event itself if it is new."""
        subtype = event.get("subtype")
        if subtype == "message_deleted":
            Deleted.model_validate(event)
        elif subtype == "message_changed" or "message" in event:
            Changed.model_validate(event)
        else:
            SlackMessage.model_validate(event)
        return event


class Changed(Shape):
    """A message was changed."""

    message: SlackMessage
    previous_message: SlackMessage | None = None


class Deleted(Shape):
    """A message was deleted."""

    deleted_ts: Ts
    previous_message: SlackMessage | None = None


class ReactedTo(Shape):
    """What somebody reacted to; only a message has a channel and a ts."""

    type: str
    channel: Id | None = None
    ts: Ts | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> "ReactedTo":
        if self.type == "message" and (self.channel is None or self.ts is None):
            raise ValueError("a message without channel or ts")
        return self


class ReactionEvent(Shape):
    """Somebody reacted."""

    user: Id
    reaction: str
    item: ReactedTo
    event_ts: Ts


class MembershipEvent(Shape):
    """Somebody joined or left a channel."""

    user: Id
    channel: Id


class HomeOpened(Shape):
    """Somebody opened the App Home or another tab of the app; the event also has what the Home showed before."""

    user: Id
    tab: str


class ChannelIdChanged(Shape):
    """A channel was given another id."""

    old_channel_id: Id
    new_channel_id: Id


class UserChange(Shape):
    """Somebody changed their profile."""

    user: Named


EVENTS: dict[str, type[Shape]] = {
    "message": MessageEvent,
    "app_mention": MessageEvent,
    "reaction_added": ReactionEvent,
    "reaction_removed": ReactionEvent,
    "member_joined_channel": MembershipEvent,
    "member_left_channel": MembershipEvent,
    "user_change": UserChange,
    "app_home_opened": HomeOpened,
    "channel_id_changed": ChannelIdChanged,
}
"""Each kind of event that we listen to, by its type."""
