"""The look-ups of one person's gesture hold up nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from threading import Event
from typing import Any

from bot.directory.accounts import Accounts
from bot.listeners.gesture import Gesture

PATIENCE_S = 10.0
NONE = Accounts(known=[], is_complete=True)


def gesture(find_accounts: Callable[[], Accounts]) -> Gesture:
    """Return a gesture that can only find accounts."""
    values: dict[str, Any] = {one.name: None for one in fields(Gesture) if one.init}
    return Gesture(**values | {"find_accounts": find_accounts})


def test_accounts_are_looked_up_once() -> None:
    asked = []
    one = gesture(lambda: asked.append("accounts") or NONE)  # type: ignore[func-returns-value]
    assert one.found_accounts is one.found_accounts is NONE
    assert asked == ["accounts"]


def test_a_slow_look_up_holds_up_nobody_else() -> None:
    begun, answers = Event(), Event()

    def find_slowly() -> Accounts:
        begun.set()
        answers.wait(PATIENCE_S)
        return NONE

    with ThreadPoolExecutor() as threads:
        slow = threads.submit(lambda: gesture(find_slowly).found_accounts)
        assert begun.wait(PATIENCE_S)
        quick = threads.submit(lambda: gesture(lambda: NONE).found_accounts)
        assert quick.result(PATIENCE_S / 2) == NONE
        assert not slow.done()
        answers.set()
