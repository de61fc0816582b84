import pytest

from bot.rules.carried import NotOurs, number_in


class TestNumbers:
    """What comes back from Slack is a number that a row can have, or it is not ours."""

    @pytest.mark.parametrize(("carried", "expected"), [("1", 1), ("42", 42), ("999999999", 999_999_999)])
    def test_are_read(self, carried: str, expected: int) -> None:
        assert number_in(carried) == expected

    @pytest.mark.parametrize(
        "carried", [None, "", "x", "-1", "1.0", " 1", "1\n", "1 2", "1000000000", "9" * 5000, "²", "٣", 7, ["1"], {}]
    )
    def test_are_refused_where_they_are_none(self, carried: object) -> None:
        with pytest.raises(NotOurs):
            number_in(carried)
