"""Which drawing of an open form is the newest? Two choices in quick succession are answered in parallel."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from slack_sdk.errors import SlackApiError

FORMS_KEPT = 1000
"""Maximum forms whose newest drawing is remembered."""
IS_STALE, IS_CLOSED = "hash_conflict", "not_found"
"""Errors of `views.update` (docs.slack.dev/reference/methods/views.update)."""

log = logging.getLogger(__name__)


@dataclass
class _Form:
    newest: str = ""
    """Slack's time of the newest choice that has been drawn, or is about to be."""
    hash: str = ""
    """The hash that Slack returned when we last drew the form; "" before that."""
    lock: Lock = field(default_factory=Lock)


class Redraws:
    """Draws each open form one drawing at a time, so that an older one never replaces a newer one.

    This knows only the drawings of this process. If another replica has drawn a form meanwhile, Slack refuses the older
    hash, and what is shown beside the fields stays as the other replica drew it: the form is checked when it is sent.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._forms: OrderedDict[str, _Form] = OrderedDict()

    def draw(self, form_id: str, *, at: str, seen: str, is_shown: bool, update: Callable[[str], str]) -> None:
        """Redraw a form, unless a newer choice has drawn it, it is closed, or it already shows the same.

        `at` is Slack's time of the choice, `seen` the hash of the form in which it was made, `is_shown` whether that
        form showed the same. `update` draws the form if it still has the given hash, and returns its new hash.
        """
        form = self._noted(form_id, at)
        with form.lock:
            is_as_seen = form.hash in {"", seen}
            if at < form.newest or (is_shown and is_as_seen):
                return
            form.hash = _drawn(update, [seen] if is_as_seen else [seen, form.hash]) or form.hash

    def _noted(self, form_id: str, at: str) -> _Form:
        with self._lock:
            form = self._forms.setdefault(form_id, _Form())
            self._forms.move_to_end(form_id)
            form.newest = max(form.newest, at)
            while len(self._forms) > FORMS_KEPT:
                self._forms.popitem(last=False)
            return form


def _drawn(update: Callable[[str], str], hashes: list[str]) -> str:
    """Draw with the first hash that Slack accepts, and return the new hash; "" if it accepts none."""
    for one in hashes:
        try:
            return update(one)
        except SlackApiError as problem:
            if problem.response.get("error") not in {IS_STALE, IS_CLOSED}:
                raise
            log.info("A form was not drawn again: %s", problem.response.get("error"))
    return ""
