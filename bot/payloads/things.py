"""Which objects occur in Slack's payloads? Only the fields that are read are checked; the others may be anything.

Sources: docs.slack.dev/reference/messaging, /reference/block-kit, /reference/views.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[!-~]{1,255}$")]
"""An id that Slack or we gave to something: visible ASCII characters."""
Ts = Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]
"""The id of a message within its channel, which is also its time."""
Moment = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
"""When something was pressed, in Unix seconds: local-slack omits the fraction in the first millisecond of a second."""
Thing = dict[str, Any]


class Shape(BaseModel):
    """An object in a payload. Fields that Slack may omit, it may also send as null."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class Named(Shape):
    """An object that is identified by its id."""

    id: Id


class Nowhere(Shape):
    """The channel of what is pressed in the App Home: Slack names none, and local-slack one with an empty id."""

    id: Literal[""]


class File(Shape):
    """A file attached to a message or a form; for files of other organisations, Slack gives no more than an id."""

    id: Id | None = None
    name: str | None = None
    title: str | None = None
    permalink: str | None = None
    url_private: str | None = None


class Attachment(Shape):
    """What an app, or forwarding another message, adds to a message."""

    text: str | None = None
    fallback: str | None = None


class SlackMessage(Shape):
    """A message, by itself or in another payload."""

    ts: Ts
    thread_ts: Ts | None = None
    user: Id | None = None
    bot_id: Id | None = None
    subtype: str | None = None
    text: str | None = None
    files: list[File] | None = None
    attachments: list[Attachment] | None = None
    blocks: list[Thing] | None = None
    edited: Thing | None = None
    metadata: Thing | None = None


class Option(Shape):
    """An option of a select, a menu or a group of buttons."""

    value: Annotated[str, Field(max_length=255)]


class FieldValue(Shape):
    """The value of a field in a form, or of a button, a menu or a field that is used."""

    type: str | None = None
    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_user: Id | None = None
    selected_users: list[Id] | None = None
    selected_channel: Id | None = None
    selected_conversation: Id | None = None
    files: list[File] | None = None


class Action(FieldValue):
    """One use of a button, a menu or a field."""

    type: str
    action_id: Id
    block_id: str | None = None
    action_ts: Moment


class State(Shape):
    """The values of the fields of a form: by block id, then by action id."""

    values: dict[str, dict[str, FieldValue]]


class Element(Shape):
    """An element of a form that can be filled in, with its initial value."""

    action_id: Id | None = None
    initial_value: str | None = None
    initial_option: Option | None = None
    initial_options: list[Option] | None = None
    initial_date: str | None = None
    initial_user: Id | None = None
    initial_conversation: Id | None = None


class Block(Shape):
    """A block of a form. Slack gives an id to each; the demo's local-slack omits ids that we did not give."""

    type: str
    block_id: str | None = None
    element: Element | None = None


class View(Shape):
    """A form, or the Home. Without private metadata, Slack sends "", and the demo's local-slack nothing."""

    id: Id
    type: str
    callback_id: Annotated[str, Field(max_length=255)]
    private_metadata: str = ""
    hash: str
    blocks: list[Block]
    root_view_id: Id | None = None
    previous_view_id: Id | None = None
    app_installed_team_id: Id | None = None


class FilledIn(View):
    """A form that was sent."""

    state: State


class Team(Shape):
    """A workspace or an organisation."""

    id: Id | None = None
    enterprise_id: Id | None = None


class Authorization(Shape):
    """An installation for which an event is sent."""

    enterprise_id: Id | None = None
    team_id: Id | None = None
