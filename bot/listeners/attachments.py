"""What are files called of which a form tells no more than the id? Slack is asked once more, for each."""

import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.listeners.gesture import Gesture
from bot.rules.attachments import Attachment, read_attachment

log = logging.getLogger(__name__)


def look_up_withheld(gesture: Gesture, attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return the files with their names where Slack tells; one that it withholds stays as it is.

    Never inside a transaction. Slack is asked for nothing that it has described already.
    """
    return tuple(_described(gesture, one) if one.is_withheld else one for one in attachments)


def _described(gesture: Gesture, file: Attachment) -> Attachment:
    try:
        found = read_attachment(dict(gesture.client.files_info(file=file.id)["file"]))
    except (SlackApiError, SlackClientError, OSError) as problem:
        log.warning("Slack does not describe the file %s: %r", file.id, problem)
        return file
    return found if found.id == file.id and not found.is_withheld else file
