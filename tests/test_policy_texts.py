"""What is read from the Markdown files beside the policy, and what is said about those that cannot be used."""

from pathlib import Path

import pytest

from bot.policy import WrongPolicy, read_policy
from bot.policy_replies import REPLIES
from bot.policy_texts import Found, OwnText, read_texts

BOTH = "# en: Hello\nYes.\n\n# fr: Bonjour\nOui."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy file with an empty folder of answers beside it."""
    file = tmp_path / "policy.toml"
    file.write_text("", encoding="utf-8")
    (tmp_path / "replies").mkdir()
    return file


def found(file: Path, **texts: str) -> Found:
    """Write these answers, read them, and return the result; `a_en` is the file a.en.md."""
    for name, text in texts.items():
        (file.parent / "replies" / f"{name.replace('_', '.')}.md").write_text(text, encoding="utf-8")
    return read_texts(file, REPLIES)


class TestAnswers:
    """A file holds one language, or all."""

    @pytest.mark.parametrize(
        "texts",
        [
            {"a": BOTH},
            {"a": "# fr: Bonjour\n\nOui.\n#en:  Hello\r\n\r\nYes."},
            {"a": "\ufeff" + BOTH},
            {"a_en": "# Hello\nYes.", "a_fr": "Bonjour\n\nOui.\n"},
            {"a_en": "# Hello\nYes.", "a": "# fr: Bonjour\nOui."},
        ],
    )
    def test_are_read_in_every_language(self, file: Path, texts: dict[str, str]) -> None:
        answer = OwnText("a", {"en": "Hello", "fr": "Bonjour"}, {"en": "Yes.", "fr": "Oui."})
        assert found(file, **texts) == Found((answer,))

    def test_keep_braces_that_are_no_placeholders(self, file: Path) -> None:
        text = 'Send {"id": 1} for { incident }, x{3} or {}.'
        (answer,) = found(file, a=f"# en: A\n{text}\n# fr: B\n{text}").texts
        assert answer.texts["fr"] == text

    @pytest.mark.parametrize(
        ("texts", "says"),
        [
            ({"b_en": "# A\nB"}, "b.fr.md is missing; every answer is needed in en and fr"),
            ({"b": "# en: A\nB"}, "b.md has no part that begins with “# fr: We are looking into it”"),
            ({"b": ""}, "b.md must begin with a line such as “# en: We are looking into it”, or be two files"),
            (
                {"b_en": ""},
                "b.en.md must begin with a line such as “# We are looking into it”, and the answer below it",
            ),
            ({"b": "Hello"}, "b.md must begin with a line such as “# en: We are looking into it”, or be two files"),
            ({"b": "# en: A\n# fr: B\nC"}, "b.md must begin with a line such as “# We are looking into it”"),
            ({"b": BOTH + "\n# en: Again\nYes."}, "b.md says in en what another part or file of b says already"),
            ({"b": BOTH.replace("Yes", "By {dedline}"), "b_en": "# H\nY"}, "b.md has the placeholder {dedline}, which"),
            ({"b": BOTH.replace("Oui", "{Incident}")}, "known are {incident}, {customer}, {deadline}"),
            ({"b": BOTH.replace("Oui", "{échéance}")}, "has the placeholder {échéance}"),
            ({"b": BOTH.replace("Yes", "y" * 2501)}, "the answer in"),
            ({"b": BOTH.replace("Hello", "h" * 76)}, "is 76 characters long; the limit is 75"),
            ({"b": "# en: GOOD day\nX\n# fr: X\nX"}, "replies/a are both called “GOOD day”; rename one"),
            ({"b_es": "# A\nB"}, "must be named after its answer and language, for instance looking_into_it.en.md"),
        ],
    )
    def test_that_cannot_be_used_are_left_out_with_a_sentence(
        self, file: Path, texts: dict[str, str], says: str
    ) -> None:
        good = "# en: Good day\nYes.\n\n# fr: Bonjour\nOui."
        read = found(file, a=good, c=BOTH.replace("Bonjour", "Salut"), **texts)
        assert [one.name for one in read.texts] == ["a", "c"]
        (problem,) = read.problems
        assert says in problem

    def test_that_cannot_be_read_are_left_out_with_a_sentence(self, file: Path) -> None:
        (file.parent / "replies" / "b.md").mkdir()
        (file.parent / "replies" / "c.md").write_bytes(b"# en: \xe9")
        read = found(file, a=BOTH)
        assert [one.name for one in read.texts] == ["a"]
        assert [one.rpartition("/")[2] for one in read.problems] == [
            "b.md cannot be read: Is a directory",
            "c.md cannot be read: save it as UTF-8",
        ]

    def test_are_at_most_a_hundred(self, file: Path) -> None:
        read = found(file, **{f"t{n:03}": BOTH.replace("Hello", f"H{n}").replace("jour", f"{n}") for n in range(101)})
        assert len(read.texts) == 100
        assert "has 101 answers; at most 100 can be shown, and those after “t099” are not" in read.problems[0]

    def test_of_one_title_are_both_named(self, file: Path) -> None:
        (problem,) = found(file, a=BOTH, b=BOTH).problems
        assert problem.endswith(f"{file.parent}/replies/a are both called “Hello”; rename one")


class TestPolicy:
    """What is beside the policy belongs to it."""

    def test_has_the_answers_beside_it_and_says_what_is_wrong(self, file: Path) -> None:
        found(file, a=BOTH, b="Hello")
        policy = read_policy(file)
        assert [one.name for one in policy.replies] == ["a"]
        assert len(policy.left_out) == 1

    @pytest.mark.parametrize("setting", ["replies", "left_out"])
    def test_has_none_in_the_file_itself(self, file: Path, setting: str) -> None:
        file.write_text(f"{setting} = []\n", encoding="utf-8")
        with pytest.raises(WrongPolicy, match="an answer one in replies"):
            read_policy(file)
