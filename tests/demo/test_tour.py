"""The tour gives what the forms offer, in every language: what is not offered cannot be chosen."""

import pytest

from bot.demo import form
from bot.demo.tour.filing import PRODUCT, FilingScene
from bot.facts.payers import Payers
from bot.facts.product import CatalogueEntry
from bot.forms import filing
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import POLICY
from tests.messages.offer_with import AT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_are_on_the_form(language: str) -> None:
    words = Words(language, "Europe/Paris")
    offer = filing.FilingContents([CatalogueEntry(1, PRODUCT, None, None)], Payers([], None, []), AT, "C0ACME", "")
    view = filing.view(words=words, policy=POLICY, offer=offer)
    scene = FilingScene(workspace=None, words=words)  # type: ignore[arg-type] - Nothing is played.
    answers = scene.answers("tour-mail", cover="24x7", contacts=words("tour-contacts"))

    typed = form.filled(view, {words(field): given for field, given in answers.items()})

    assert form.missing(view, typed) == {}
