"""An open form is redrawn by several choices at once: the newest one is shown in the end."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from slack_sdk.errors import SlackApiError

from bot.listeners.redraws import FORMS_KEPT, Redraws


class Form:
    """A form as Slack keeps it: each drawing changes its hash, and one with an old hash is refused."""

    def __init__(self) -> None:
        self.hash, self.shown, self.calls = "h0", "", 0

    def draws(self, what: str) -> Callable[[str], str]:
        """Return a function that draws this."""

        def update(hash_: str) -> str:
            self.calls += 1
            if hash_ != self.hash:
                raise SlackApiError("refused", {"error": "hash_conflict"})
            self.hash, self.shown = f"h{self.calls}", what
            return self.hash

        return update


@pytest.fixture
def form() -> Form:
    """A form that nobody has drawn again."""
    return Form()


def test_a_newer_choice_made_in_the_same_form_is_drawn_over_an_older_one(form: Form) -> None:
    redraws = Redraws()
    redraws.draw("V1", at="1.0", seen="h0", is_shown=False, update=form.draws("older"))
    redraws.draw("V1", at="2.0", seen="h0", is_shown=False, update=form.draws("newer"))
    assert form.shown == "newer"


def test_an_older_choice_that_comes_late_is_not_drawn(form: Form) -> None:
    redraws = Redraws()
    redraws.draw("V1", at="2.0", seen="h0", is_shown=False, update=form.draws("newer"))
    redraws.draw("V1", at="1.0", seen="h0", is_shown=False, update=form.draws("older"))
    assert (form.shown, form.calls) == ("newer", 1)


def test_what_is_shown_already_is_not_drawn_unless_something_else_was_meanwhile(form: Form) -> None:
    redraws = Redraws()
    redraws.draw("V1", at="1.0", seen="h0", is_shown=True, update=form.draws("same"))
    assert form.calls == 0
    redraws.draw("V1", at="2.0", seen="h0", is_shown=False, update=form.draws("ended"))
    redraws.draw("V1", at="3.0", seen="h0", is_shown=True, update=form.draws("covered"))
    assert form.shown == "covered"


def test_what_another_replica_has_drawn_is_left(form: Form) -> None:
    form.hash = "of another replica"
    Redraws().draw("V1", at="1.0", seen="h0", is_shown=False, update=form.draws("here"))
    assert form.shown == ""


def test_other_trouble_is_told(form: Form) -> None:
    def update(_hash: str) -> str:
        raise SlackApiError("refused", {"error": "invalid_blocks"})

    with pytest.raises(SlackApiError):
        Redraws().draw("V1", at="1.0", seen="h0", is_shown=False, update=update)
    assert form.shown == ""


def test_choices_at_the_same_moment_end_with_the_newest(form: Form) -> None:
    redraws, together = Redraws(), Barrier(8)

    def choose(at: int) -> None:
        together.wait()
        redraws.draw("V1", at=f"{at}.0", seen="h0", is_shown=False, update=form.draws(str(at)))

    threads = [Thread(target=choose, args=(at,)) for at in range(1, 9)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert form.shown == "8"


def test_forms_of_long_ago_are_forgotten(form: Form) -> None:
    redraws = Redraws()
    for number in range(FORMS_KEPT + 5):
        redraws.draw(f"V{number}", at="1.0", seen="h0", is_shown=True, update=form.draws(""))
    assert len(redraws._forms) == FORMS_KEPT
