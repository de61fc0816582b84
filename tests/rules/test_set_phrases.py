"""Which parts of a text are mere polite phrases, in both languages?"""

from bot.rules.set_phrases import SetPhrases
from bot.texts.set_phrases import SET_PHRASES


def test_small_talk_says_nothing_that_somebody_wants() -> None:
    said = [
        "", " ", "👍", ":wave:", ":+1::skin-tone-2:", ":+1:::skin-tone-2:", "1️⃣", ":wave: :tada:", "…", "?!",
        "Hello!", "hi there :wave:", "Hello everybody,", "thanks", "thanks a lot", "Thank you very much!", "ok, thanks",
        "no thanks", "test", "yes please", "great, thanks for your help :pray:", "Hello, how are you?",
        "merci beaucoup", "Merci beaucoup !", "Bonjour à tous", "non merci", "super, merci d’avance",
        "S’il te plaît", "s'il vous plaît", "bonjour, ça va ?", "Merci pour votre aide", "oui, merci",
    ]  # fmt: skip
    assert [one for one in said if not SET_PHRASES.is_small_talk(one)] == []


def test_trouble_is_no_small_talk() -> None:
    said = [
        "hello, mail is down", "hi our printers are down", "thanks for nothing, mail is down", "no network",
        "please help me, mail is down", "Bonjour, plus de courriel", "merci de réparer le serveur", "10:30:15", "404",
        "A", "test server", "ok it is down again", "hello world",
    ]  # fmt: skip
    assert [one for one in said if SET_PHRASES.is_small_talk(one)] == []


def test_manners_around_what_is_wanted_do_not_belong_to_it() -> None:
    rows = {
        "hey list": "list",
        "hey  list": "list",
        "Hello everybody, list please!": "list",
        "please, list": "list",
        "s'il te plaît liste": "liste",
        "bonjour  liste": "liste",
        "Bonjour, packs ACME s’il vous plaît.": "packs ACME",
        "list :pray:": "list",
        "thanks, INC-4 please": "INC-4",
        "search printer please": "search printer",
        "help me, please": "help me",
        "list closed ***": "list closed ***",
        "list closed , please !": "list closed",
        "our printers are down, please help": "our printers are down, please help",
        "list the thanks a lot of": "list the thanks a lot of",
    }
    assert {text: SET_PHRASES.without_manners(text) for text in rows} == rows


def test_a_line_loses_its_greeting_and_nothing_else() -> None:
    rows = {
        "hi our printers are down": "our printers are down",
        "Hello all, printers are down": "printers are down",
        "Hello all printers are down": "all printers are down",
        "Bonjour à tous : plus de courriel": "plus de courriel",
        "Good morning! Mail is down, thanks": "Mail is down, thanks",
        "Please repair the mail": "Please repair the mail",
        "Hello!": "Hello!",
        "High load": "High load",
        "↪ Bob: no mail": "↪ Bob: no mail",
        ":fire: Mail is down": ":fire: Mail is down",
    }
    assert {text: SET_PHRASES.without_greeting(text) for text in rows} == rows


def test_what_is_left_of_a_text_keeps_its_lines() -> None:
    rows = {
        "Hello,\nB printers are down\nsince nine": "B printers are down\nsince nine",
        "> Hello": "> Hello",
        "Hello": "",
        ":wave: please B mail": "B mail",
    }
    assert {text: SET_PHRASES.behind_manners(text) for text in rows} == rows


def test_without_phrases_nothing_but_signs_is_manners() -> None:
    assert SetPhrases().is_small_talk(":wave: !")
    assert not SetPhrases().is_small_talk("hello")
    assert SetPhrases().without_greeting("hello you") == "hello you"
