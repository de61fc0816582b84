"""Slack's answers are refreshed once in a while, still count where Slack is silent, and are never invented."""

from collections.abc import Iterator

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.directory.answers import LET_IT_BE_S, TRY_AGAIN_S, Asking, Memory, NoAnswer


@pytest.fixture
def clock() -> Iterator[FrozenDateTimeFactory]:
    """Time stands still."""
    with freeze_time("2026-11-23 08:00:00") as clock:
        yield clock


class Slack:
    """Answers with what it is told, and counts how often it is asked."""

    def __init__(self) -> None:
        self.answers: list[str | Exception] = []
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def memory() -> Memory[str]:
    """Answers that are trusted for a minute; three at most."""
    return Memory(life_s=60, most=3)


def refusal(error: str, *, status: int = 200, **headers: str) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", response)


class TestMemory:
    """The cache holds the last answer, and when it was given."""

    def test_asks_once_in_a_while(self, memory: Memory[str], slack: Slack, clock: FrozenDateTimeFactory) -> None:
        slack.answers = ["one", "two"]
        assert [memory.get("x", slack) for _ in range(3)] == ["one"] * 3
        clock.tick(61)
        assert memory.get("x", slack) == "two"
        assert slack.asked == 2

    def test_keeps_the_last_answer_where_slack_is_silent(
        self, memory: Memory[str], slack: Slack, clock: FrozenDateTimeFactory
    ) -> None:
        slack.answers = ["one", NoAnswer(), "two"]
        memory.get("x", slack)
        clock.tick(61)
        assert memory.get("x", slack) == "one"
        clock.tick(TRY_AGAIN_S + 1)
        assert memory.get("x", slack) == "two"

    @pytest.mark.parametrize(("wait_s", "asked"), [(0.0, 3), (20.0, 1)])
    def test_knows_nothing_where_slack_has_never_told(
        self, memory: Memory[str], slack: Slack, clock: FrozenDateTimeFactory, wait_s: float, asked: int
    ) -> None:
        """It is asked again at once, unless it wants us to wait."""
        slack.answers = [NoAnswer(wait_s)] * 3
        assert [memory.get("x", slack) for _ in range(3)] == [None] * 3
        assert slack.asked == asked
        assert clock() is not None

    def test_is_corrected_until_slack_is_asked_anew(self, memory: Memory[str], slack: Slack) -> None:
        slack.answers = ["one", NoAnswer(), "two"]
        memory.get("x", slack)
        memory.correct("x", lambda answer: f"not {answer}")
        assert memory.peek("x") == "not one"
        assert memory.get("x", slack) == "not one"

    def test_keeps_a_correction_that_came_while_slack_was_asked(self, memory: Memory[str], slack: Slack) -> None:
        """Slack's answer may be older than the correction."""
        slack.answers = ["one", "two"]
        memory.get("x", slack)
        memory.correct("x", str)

        def ask() -> str:
            memory.correct("x", lambda _answer: "corrected")
            return slack()

        assert memory.get("x", ask) == "corrected"
        assert memory.get("x", lambda: "asked again") == "asked again"

    def test_is_bounded(self, memory: Memory[str]) -> None:
        for about in ("a", "b", "c", "d"):
            memory.get(about, lambda: "known")
        assert [memory.peek(about) for about in ("a", "b", "c", "d")] == [None, "known", "known", "known"]


class TestAsking:
    """One call to Slack."""

    @pytest.mark.parametrize(
        ("problem", "wait_s"),
        [
            (refusal("internal_error", status=500), 0.0),
            (refusal("ratelimited", status=429, **{"Retry-After": "17"}), 17.0),
            (TimeoutError(), LET_IT_BE_S),
        ],
    )
    def test_gives_no_answer_where_slack_gives_none(
        self, slack: Slack, clock: FrozenDateTimeFactory, problem: Exception, wait_s: float
    ) -> None:
        slack.answers = [problem]
        with pytest.raises(NoAnswer) as silence:
            Asking().ask(slack, "who it is")
        assert silence.value.wait_s == wait_s
        assert clock() is not None

    def test_takes_some_errors_for_an_answer(self, slack: Slack) -> None:
        slack.answers = [refusal("user_not_found")]
        assert Asking().ask(slack, "who it is", settled={"user_not_found": "nobody"}) == "nobody"

    def test_asks_nothing_for_a_while_after_a_call_that_went_unanswered(
        self, slack: Slack, clock: FrozenDateTimeFactory
    ) -> None:
        asking = Asking()
        slack.answers = [ConnectionError(), "one"]
        for _ in range(2):
            with pytest.raises(NoAnswer):
                asking.ask(slack, "who it is")
        assert slack.asked == 1
        clock.tick(LET_IT_BE_S + 1)
        assert asking.ask(slack, "who it is") == "one"
