"""A language is one file: whatever has its name in `bot/texts` is spoken, offered and accepted."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json
from datetime import UTC, date, datetime
from bot.forms.account import view
from bot.listeners.answers import WORDS
from bot.policy import read_policy
from bot.reports.csv_table import separator_of
from bot.settings import read_settings
from bot.texts.catalogue import LANGUAGES, Words, language_of
from tests.contexts import POLICY

at, words = datetime(2026, 11, 23, 13, 30, tzinfo=UTC), Words("es", "Europe/Madrid")
form = view(None, policy=POLICY, words=words)
print(json.dumps({
    "languages": LANGUAGES,
    "of Slack": language_of("es-MX", default="en"),
    "setting": read_settings(
        slack_bot_token="xoxb-1", slack_app_token="xapp-1", triage_channel="C0TRIAGE", locale="es", _env_file=None
    ).locale,
    "sentence": words("form-close"),
    "moment": words.moment(at),
    "day": words.calendar_day(date(2026, 11, 23)),
    "separator": separator_of("es"),
    "offered": [one["text"]["text"] for one in form["blocks"][3]["element"]["options"]],
    "command": WORDS["lista"] is WORDS["list"],
}))
"""


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the program does with Spanish texts beside the others."""
    checkout = tmp_path_factory.mktemp("checkout")
    for folder in ("bot", "models"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
    texts = checkout / "bot" / "texts"
    english = (texts / "en.ftl").read_text(encoding="utf-8")
    changed = {
        "form-close = Cancel": "form-close = Cancelar",
        "command-list = list": "command-list = lista",
        "{date_short_pretty} at {time}": "{date_short}, {time}",
        "*[other] EEE d MMM y": "*[other] EEE d 'de' MMM 'de' y",
        "zone-named_by = abbreviation": "zone-named_by = city",
    }
    for old, new in changed.items():
        assert old in english
        english = english.replace(old, new)
    (texts / "es.ftl").write_text(english, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=checkout, capture_output=True, text=True, check=True)
    seen: dict[str, object] = json.loads(done.stdout)
    return seen


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("languages", ["en", "es", "fr"]),
        ("of Slack", "es"),
        ("setting", "es"),
        ("sentence", "Cancelar"),
        ("moment", "<!date^1795440600^{date_short}, {time}|lun 23 de nov de 2026, 14:30 Madrid>"),
        ("day", "23 nov 2026"),
        ("separator", "semicolon"),
        ("offered", ["Default", "Inglés", "Español", "Francés"]),
        ("command", True),
    ],
)
def test_is_one_file(spanish: dict[str, object], what: str, expected: object) -> None:
    assert spanish[what] == expected
