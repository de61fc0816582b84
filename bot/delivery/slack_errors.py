"""What do Slack's error codes mean for a message that was to be posted?"""

from http import HTTPStatus

from slack_sdk.web import SlackResponse

from bot.delivery.traits import Route

PLACE_REFUSED = frozenset({
    "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "restricted_action",
    "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
})  # fmt: skip
"""Errors that concern the channel (docs.slack.dev/reference/methods/chat.postMessage): what must be read is redirected,
and everything else waits."""
REFUSED_FOR_ITSELF = frozenset({
    "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_arguments",
    "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "edit_window_closed",
})  # fmt: skip
"""Errors that waiting does not cure. Any other error may pass or be fixed: the message is tried again."""
UNKNOWN_FATE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which the message may have been posted: the same page says "some aspect may have succeeded"."""
TOO_LATE = frozenset({"time_in_past", "invalid_time"})
"""Slack schedules no message for a time that is past, or about to be."""
NO_FALLBACK = TOO_LATE | {"time_too_far", "unknown_method"}
"""The workspace has no scheduled messages, or takes none for that time; only the fallback is lost."""
TOO_MANY_SCHEDULED = "restricted_too_many"
"""Slack takes no more scheduled messages for these minutes."""
NOBODY_THERE = frozenset({"user_disabled", "user_not_found", "channel_not_found", "cannot_dm_bot", "is_inactive"})
"""Errors for a direct message whose reader has left, or cannot be written to."""
NO_DIRECT_MESSAGE = frozenset({
    "channel_not_found", "user_not_found", "user_not_visible", "restricted_action", "team_access_not_granted",
})  # fmt: skip
"""Errors for a direct message that Slack does not accept for its reader, who may be of another organisation."""
CARD_GONE = frozenset({"thread_not_found", "message_not_found", "cant_update_message"})
"""The message that is to be changed or answered was deleted, or is not ours."""
NOT_NEEDED = {
    Route.SCHEDULE: NO_FALLBACK,
    Route.DELETE_SCHEDULED: NO_FALLBACK,
    Route.CHANGE_COPY: CARD_GONE,
    Route.IN_THREAD: CARD_GONE | PLACE_REFUSED,
    Route.REMOVE: CARD_GONE | PLACE_REFUSED | {"cant_delete_message", "unknown_method"},
    Route.TAKE_BUTTONS: CARD_GONE | PLACE_REFUSED | {"edit_window_closed"},
}
"""Errors after which a message of this route is not needed any more."""


def is_rate_limited(response: SlackResponse) -> bool:
    """Return True if Slack wants us to wait."""
    return response.status_code == HTTPStatus.TOO_MANY_REQUESTS or code_of(response) in {"ratelimited", "rate_limited"}


def retry_after(response: SlackResponse, *, otherwise: float) -> float:
    """Return for how many seconds Slack wants us to wait; at least one, and `otherwise` if it does not say."""
    header = str(response.headers.get("Retry-After") or response.headers.get("retry-after") or "")
    return max(1.0, float(header)) if header.replace(".", "", 1).isdecimal() else otherwise


def code_of(response: SlackResponse) -> str:
    """Return Slack's error code; an answer that is not from Slack's API, such as a proxy's page, is internal_error."""
    code = str(response.get("error"))
    is_slacks = response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and code.replace("_", "").isalnum()
    return code if is_slacks and code != "None" else "internal_error"
