"""The FAQ answers from the policy in force: no figure stands in a text."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.listeners.faq_topics import find_topic
from bot.messages import faq
from bot.messages.blocks import BLOCKS_LIMIT, length_of
from bot.messages.faq_answers import TOPICS, Contract
from bot.policy import BUILT_IN, Policy, WrongPolicy, read_policy
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import POLICY

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)  # Friday, 11:00 in Paris
SPOKEN = [Words(language, "Europe/Paris", slack_dates=False) for language in LANGUAGES]
TYPES = {name: field.annotation for name, field in Policy.model_fields.items()}
CLOCK_NAMES = re.compile(r"24\s?x\s?7|24\sh/24|7\sj/7|24 7")


def answers(policy: Policy, words: Words, calendar: str | None = None) -> dict[str, str]:
    """Return the text of each answer."""
    contract = Contract(policy, ["U0MAX"], NOW, calendar)
    return {name: faq.answer(name, contract, words=words).text for name in TOPICS}


def changed(**tables: Any) -> Policy:
    """Return the built-in policy with these tables laid over it."""
    written = tomllib.loads(BUILT_IN.read_text(encoding="utf-8"))
    laid = {name: written[name] | table if isinstance(table, dict) else table for name, table in tables.items()}
    checked = {name: TypeAdapter(TYPES[name]).validate_python(one) for name, one in laid.items()}
    return POLICY.model_copy(update=checked)


class TestFigures:
    """Every figure comes from the policy, every date from the calendar."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_stand_in_no_text(self, language: str) -> None:
        source = Path(faq.__file__).parents[1].joinpath("texts", f"{language}.ftl").read_text(encoding="utf-8")
        texts = re.findall(r"(?m)^faq(?!_words)[\w-]* = (.+(?:\n .+)*)", source)
        written = [re.sub(r"\[0\]|\[one\]|\{[^{}]*\}", "", CLOCK_NAMES.sub("", text)) for text in texts]

        assert len(texts) > 40
        assert [text for text in written if re.search(r"\d", text)] == []

    @settings(max_examples=4, deadline=None)
    @given(
        hours=st.integers(3, 7), count=st.integers(6, 99), days=st.integers(8, 80), minutes=st.integers(31, 59),
        clock=st.sampled_from(["always", "business"]),
    )  # fmt: skip
    def test_follow_the_policy(self, hours: int, count: int, days: int, minutes: int, clock: str) -> None:
        policy = changed(
            severity={"A": {"target": f"{hours}h", "clock": clock}},
            packs={"low_balance": count, "claims_a_day": count + 1, "warn_before": [f"{days}d"]},
            closing={"reopen_within": f"{days + 1}d"},
            survey={"remind_after": f"{days + 2}d"},
            duty={"answer_within": f"{minutes}m"},
            products={"warn_before": f"{days + 3}d"},
        )
        for words in SPOKEN:
            said = answers(policy, words)
            assert words.on_clock(timedelta(hours=hours), policy.severity["A"].clock) in said["severity"]
            assert words.plain_moment(NOW + timedelta(hours=hours)) in said["severity"]
            assert str(count) in said["packs"]
            assert str(count + 1) in said["claim"]
            assert words("duration-days", days=days) in said["expiry"]
            assert words("duration-days", days=days + 1) in said["reopening"]
            assert words("duration-days", days=days + 1) in said["solution"]
            assert words("duration-days", days=days + 2) in said["survey"]
            assert words("duration-days", days=days + 3) in said["lifecycle"]
            assert words.duration(timedelta(minutes=minutes)) in said["cover"]

    @pytest.mark.parametrize(
        ("topics", "tables"),
        [
            ({"packs"}, {"packs": {"required": True}}),
            ({"expiry"}, {"packs": {"expiry_counts": "closing"}}),
            ({"expiry"}, {"packs": {"warn_before": []}}),
            ({"packs"}, {"packs": {"low_balance": 0}}),
            ({"exclusions"}, {"exclusions": []}),
            ({"survey"}, {"survey": {"ask": False}}),
            ({"card"}, {"faq": {"card_billing": "https://pay.example.com"}}),
            ({"tax"}, {"faq": {"tax_exemption": "tax@example.com"}}),
        ],
    )
    def test_change_where_the_policy_changes(self, topics: set[str], tables: dict[str, Any]) -> None:
        for words in SPOKEN:
            before, after = answers(changed(), words), answers(changed(**tables), words)
            assert {name for name in TOPICS if before[name] != after[name]} == topics

    def test_are_those_of_the_calendar_of_the_account(self) -> None:
        tokyo = {"timezone": "Asia/Tokyo", "holidays": {"country": "JP"}, "weekly": {"fri": ["09:00-18:00"]}}
        policy = changed(calendar={"tokyo": tokyo})
        for words in SPOKEN:
            here, there = answers(policy, words), answers(policy, words, "tokyo")
            assert {name for name in TOPICS if here[name] != there[name]} == {"severity", "cover"}
            assert "Asia/Tokyo" in there["severity"]
            assert words.weekday(4) in there["severity"]
            # 19:00 there is closed; four hours of the next Friday end at 13:00, which is 05:00 in Paris.
            assert words.plain_moment(datetime(2026, 12, 4, 4, tzinfo=UTC)) in there["severity"]
            assert answers(policy, words, "gone") == here


# What customers ask; each fact of the contract's own questions is in one of these answers.
ASKED = {
    "incident": ["What counts as one incident?", "definition", "Qu'est-ce qu'un problème divisé ?"],
    "severity": ["severity", "response time", "délai de réponse", "GRAVITE", "sla"],
    "cover": ["24x7", "business hours", "heures ouvrées", "who is reachable at night"],
    "lifecycle": ["product lifecycle", "mon produit est-il éligible", "Products"],
    "exclusions": ["what is excluded", "custom code", "support sur site"],
    "solution": ["solution", "acceptable solutions"],
    "unresolved": ["is a solution guaranteed", "garantie", "unresolved", "what if there is no solution"],
    "withdrawal": ["withdraw", "closing before", "fermer avant"],
    "reopening": ["reopen", "rouvrir"],
    "packs": ["pack", "Packs", "forfait", "using a pack"],
    "expiry": ["pack expiry", "when does my pack expire", "expiration"],
    "claim": ["buyer left", "l'acheteur a quitté la société", "claim"],
    "card": ["credit card billing", "carte bancaire", "facturation"],
    "tax": ["tax exemption", "Exonération fiscale", "EXONERATION", "tax certificate"],
    "survey": ["survey", "enquete", "privacy"],
}


# The contract's own questions, as they are asked there and in English.
OF_THE_CONTRACT = {
    "incident": ["Qu’est-ce qu'un « incident » ?", "What is an incident?"],
    "severity": ["Quel est le délai de réponse prévu ?", "What is the response time?"],
    "lifecycle": [
        "Comment savoir si mon produit est toujours dans le cycle de vie et éligible au support ?",
        "How do I know whether my product is still in its lifecycle and eligible for support?",
    ],
    "exclusions": ["Qu'est-ce qui n'est pas couvert ?", "What isn’t covered?"],
    "card": [
        "Que faire si j'ai des questions concernant la facturation d'un achat par carte de crédit ?",
        "I have questions about the billing of a purchase by credit card",
    ],
    "solution": [
        "Qu'est-ce qui est considéré comme une solution acceptable pour le problème ?",
        "What is considered an acceptable solution?",
    ],
    "unresolved": ["Une solution m'est-elle garantie ?", "Is a solution guaranteed?"],
    "packs": [
        "Quelles sont les informations nécessaires pour soumettre un incident à l’aide de mon 5-pack ?",
        "What information do I need to file an incident with my 5-pack?",
    ],
    "expiry": ["À quel moment les incidents du 5-pack expirent-ils ?", "When do the incidents of a 5-pack expire?"],
    "claim": [
        "La personne qui a acheté le 5-pack a quitté la société. Comment accéder aux incidents restants ?",
        "The person who bought the 5-pack has left the company. How do I reach the remaining incidents?",
    ],
    "tax": [
        "Comment faire pour transmettre une attestation d'exonération fiscale ?",
        "How do I send in a tax exemption certificate?",
    ],
    "survey": ["Ces informations vous ont-elles été utiles ?", "Qu’est-ce qui a affecté votre expérience ?",
               "Was this information helpful?", "What affected your experience?"],
}  # fmt: skip


class TestTopics:
    """A topic is found by its words, accents and case aside."""

    def test_are_found_by_the_questions_of_the_contract(self) -> None:
        found = {typed: find_topic(typed, POLICY) for asked in OF_THE_CONTRACT.values() for typed in asked}

        assert found == {typed: name for name, asked in OF_THE_CONTRACT.items() for typed in asked}

    def test_are_found_by_their_own_questions(self) -> None:
        questions = {words(f"faq_question-{name}"): name for words in SPOKEN for name in TOPICS}
        assert {typed: find_topic(typed, POLICY) for typed in questions} == questions

    def test_are_found_in_both_languages(self) -> None:
        policy = POLICY
        found = {typed: find_topic(typed, policy) for asked in ASKED.values() for typed in asked}

        assert found == {typed: name for name, asked in ASKED.items() for typed in asked}
        assert set(ASKED) == set(TOPICS)

    @pytest.mark.parametrize("typed", ["", "weather", "%", "🙂", "pack card tax", "x" * 500])
    def test_are_all_shown_where_none_is_meant_alone(self, typed: str) -> None:
        assert find_topic(typed, POLICY) is None
        for words in SPOKEN:
            shown = faq.questions(POLICY, typed=typed, words=words)
            assert all(words(f"faq_question-{name}") in shown.text for name in TOPICS)
            assert len(shown.blocks[-1]["elements"][0]["options"]) == len(TOPICS)

    def test_fit_into_a_message_with_the_longest_calendar(self) -> None:
        stretches = [f"{hour:02}:{minute:02}-{hour:02}:{minute + 9:02}" for hour in range(24) for minute in (0, 30)]
        weekly = {day: stretches[number:] for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat"))}
        policy = changed(calendar={"default": {"timezone": "UTC", "holidays": {}, "weekly": weekly}})
        contract = Contract(policy, [f"U0MANAGER{number}" for number in range(50)], NOW)
        for words in SPOKEN:
            for name in TOPICS:
                assert length_of(faq.answer(name, contract, words=words).blocks) < BLOCKS_LIMIT


class TestOwnTopics:
    """A provider adds topics as files beside the policy."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "policy.toml"
        file.write_text("", encoding="utf-8")
        (tmp_path / "faq").mkdir()
        return file

    def add(self, file: Path, **texts: str) -> None:
        for name, text in texts.items():
            topic, _, language = name.rpartition("_")
            (file.parent / "faq" / f"{topic}.{language}.md").write_text(text, encoding="utf-8")

    def test_are_asked_like_ours(self, file: Path) -> None:
        answer = "See [our page](https://example.com/a?b=1&c=2).\n\n- **Fast**, <!channel>\n"
        self.add(
            file, delivery_en=f"# How are parcels sent?\n\n{answer}", delivery_fr="# Quels colis ?\n\nPar *la* Poste."
        )
        policy = read_policy(file)

        assert find_topic("parcels", policy) == find_topic("COLIS", policy) == "delivery"
        said = [faq.answer("delivery", Contract(policy, [], NOW), words=words).text for words in SPOKEN]
        assert said == [
            "*How are parcels sent?*\nSee <https://example.com/a?b=1&amp;c=2|our page>.\n\n• *Fast*, &lt;!channel>",
            "*Quels colis ?*\nPar *la* Poste.",
        ]
        assert faq.topics_of(policy) == [*TOPICS, "delivery"]

    def test_take_the_place_of_ours_of_the_same_name(self, file: Path) -> None:
        self.add(file, card_en="# Cards?\nNo.", card_fr="# Cartes ?\nNon.")
        said = faq.answer("card", Contract(read_policy(file), [], NOW), words=SPOKEN[0])
        assert said.text == "*Cards?*\nNo."
        assert faq.topics_of(read_policy(file)) == list(TOPICS)

    @pytest.mark.parametrize(
        ("texts", "says"),
        [
            ({"a_en": "# A?\nB"}, "a.fr.md is missing; every topic is needed in en and fr"),
            ({"a_es": "# A?\nB"}, "must be named after its topic and language"),
            ({"A b_en": "# A?\nB"}, "must be named after its topic and language"),
            ({"a_en": "", "a_fr": "# A?\nB"}, "must begin with a line such as"),
            ({"a_en": "# A?", "a_fr": "# A?\nB"}, "must begin with a line such as"),
            ({"a_en": f"# {'A' * 76}\nB", "a_fr": "# A?\nB"}, "is 76 characters long; the limit is 75"),
            ({"a_en": f"# A?\n{'B' * 2901}", "a_fr": "# A?\nB"}, "is 2901 characters long; the limit is 2900"),
            ({f"t{n}_{one}": f"# A{n}?\nB" for n in range(51) for one in ("en", "fr")}, "has 51 topics; at most 50"),
        ],
    )
    def test_are_refused_with_a_sentence(self, file: Path, texts: dict[str, str], says: str) -> None:
        self.add(file, **texts)
        (problem,) = read_policy(file).left_out
        assert says in problem

    def test_must_be_utf_8(self, file: Path) -> None:
        (file.parent / "faq" / "a.en.md").write_bytes(b"# \xe9?\nB")
        (problem,) = read_policy(file).left_out
        assert problem.endswith("a.en.md cannot be read: save it as UTF-8")

    def test_hold_up_no_other_where_one_is_wrong(self, file: Path) -> None:
        self.add(file, delivery_en="# How?\nB", delivery_fr="# Comment ?\nB", wrong_en="# A?\nB")
        assert [one.name for one in read_policy(file).own_topics] == ["delivery"]

    def test_are_no_setting_of_the_file(self, file: Path) -> None:
        file.write_text("own_topics = []\n", encoding="utf-8")
        with pytest.raises(WrongPolicy, match="a topic is a file in the folder faq"):
            read_policy(file)
