"""What are the names of files for which a form gives only an id? Slack is asked about each of them."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.forms.attachments import asks_for_files, without_files
from bot.listeners.gesture import Gesture
from bot.rules.attachments import AttachedFile, read_attachment

REFUSES_FILES = ("missing_scope", "invalid_arguments", "invalid_blocks")
"""Errors with which Slack may refuse a form that asks for files."""

log = logging.getLogger(__name__)


def open_asking_for_files(gesture: Gesture, draw: Callable[[bool], dict[str, Any]]) -> None:
    """Open a form, without its field for files if Slack refuses that because the app lacks the scope.

    The argument of `draw` is whether the form is to ask for files.
    """
    try:
        gesture.open(draw(True))
    except SlackApiError as problem:
        if problem.response.get("error") not in REFUSES_FILES:
            raise
        log.warning("Slack opens no form that asks for files; `guichet doctor` says which scope is missing.")
        gesture.open(draw(False))


def with_what_is_taken(gesture: Gesture, form: dict[str, Any]) -> dict[str, Any]:
    """Return the form that answers another one, without its field for files if the app is known to lack the scope.

    Slack does not say why it fails to show such a form, so this is checked first. Never inside a transaction.
    """
    if not asks_for_files(form) or _may_read_files(gesture):
        return form
    return without_files(form, gesture.words)


def _may_read_files(gesture: Gesture) -> bool:
    """Return False if our token is known to lack the scope; Slack is asked again, as it may have been granted since."""
    home = gesture.people.where()
    if home is not None and not home.may_read_files:
        home = gesture.people.where(anew=True)
    return home is None or home.may_read_files


def look_up_withheld(gesture: Gesture, attachments: Sequence[AttachedFile]) -> tuple[AttachedFile, ...]:
    """Return the files with the names that Slack gives; a file that it does not describe stays as it is.

    Never inside a transaction. Slack is not asked about files that it has described already.
    """
    return tuple(_described(gesture, one) if one.is_withheld else one for one in attachments)


def _described(gesture: Gesture, file: AttachedFile) -> AttachedFile:
    try:
        found = read_attachment(dict(gesture.client.files_info(file=file.id)["file"]))
    except (SlackApiError, SlackClientError, OSError) as problem:
        log.warning("Slack does not describe the file %s: %r", file.id, problem)
        return file
    return found if found.id == file.id and not found.is_withheld else file
