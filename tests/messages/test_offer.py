"""An offer names what can be done with it, and nothing that does not work now."""

import pytest

from bot.messages.offer import offer
from bot.texts.catalogue import LANGUAGES, Words
from tests.fake_slack.reading import buttons, text_of
from tests.messages.offer_with import AT, incident_with, offer_with

SAYS_YES = {"en": ("“yes”", "“yes B”"), "fr": ("«\u00a0oui\u00a0»", "«\u00a0oui B\u00a0»")}


@pytest.mark.parametrize("severity", [None, "B"])
@pytest.mark.parametrize("language", LANGUAGES)
class TestOffer:
    """In the text that phones show and in the blocks, with and without a severity."""

    def shown(self, language: str, **changed: object) -> tuple[str, list[str]]:
        """Return everything that can be read in an offer, and its buttons."""
        words = Words(language, "Europe/Paris", slack_dates=False)
        message = offer(offer_with("Printers", **changed), words=words, now=AT)
        thing = {"type": "message", "text": message.text, "blocks": message.blocks}
        return text_of(thing), buttons(thing)

    def test_says_that_a_yes_files_it(self, language: str, severity: str | None) -> None:
        text, _ = self.shown(language, severity=severity)
        assert SAYS_YES[language][severity is None] in text

    def test_names_neither_word_nor_button_before_an_account_is_chosen(
        self, language: str, severity: str | None
    ) -> None:
        words = Words(language, "UTC")
        text, shown = self.shown(language, severity=severity, must_choose=True, account=None, pack=None)
        assert [one for one in SAYS_YES[language] if one in text] == []
        named = [words("button-offer_file"), *(words("button-offer_severity", severity=one) for one in "ABC")]
        assert [one for one in named if f"*{one}*" in text or one in shown] == []

    def test_names_no_plain_yes_where_it_may_be_an_incident_already(self, language: str, severity: str | None) -> None:
        text, _ = self.shown(language, severity=severity, similar=[incident_with("Printers", 4)])
        assert [one for one in SAYS_YES[language] if one in text] == []
        assert Words(language, "UTC").listed("offer-anyway")[0] in text
