"""Which command does a text mean, written behind the command, in a mention or directly?"""

from bot.listeners.answers import COMMANDS, WORDS, asks_to_file, understood
from bot.listeners.faq_topics import find_topic
from bot.messages.faq_answers import TOPICS
from bot.texts.catalogue import LANGUAGES, Words
from tests.contexts import BUILT_IN


def test_a_word_beside_the_number_changes_nothing() -> None:
    rows = {
        "show INC-4": ("show", "INC-4"),
        "show INC-4 please": ("show", "INC-4"),
        "explain INC-4 please!": ("explain", "INC-4"),
        "explain this INC-4, thanks a lot": ("explain", "INC-4"),
        "voir incident INC-4": ("show", "INC-4"),
        "expliquer INC-4 merci": ("explain", "INC-4"),
        "close INC-4": ("show", "INC-4"),
        "hello, INC-4?": ("show", "INC-4"),
        "incident 4": ("show", "INC-4"),
        "Incident n° 4 ?": ("show", "INC-4"),
        "show incident #4": ("show", "incident #4"),
        "where is incident 4?": ("show", "INC-4"),
        "close incident n° 4": ("show", "INC-4"),
        "explain this incident no. 4, please": ("explain", "incident no. 4"),
        "show my ticket 4": ("show", "ticket 4"),
        "no 4": None,
        "incidents 4": None,
        "merci de clore INC-4 s’il te plaît": None,
        "4": ("show", "INC-4"),
    }
    assert {text: understood(text) for text in rows} == rows


def test_manners_do_not_belong_to_a_command() -> None:
    rows = {
        "hey list": ("list", ""),
        "list please": ("list", ""),
        "please list": ("list", ""),
        "Bonjour,  liste": ("list", ""),
        "s'il te plaît liste": ("list", ""),
        "liste svp": ("list", ""),
        "list mine, please": ("list", "mine"),
        "packs please": ("packs", ""),
        "forfaits ACME s’il vous plaît": ("packs", "ACME"),
        "admin please": ("admin", ""),
        "bonjour, admin": ("admin", ""),
        "verdicts, thanks": ("verdicts", ""),
        "search printer please": ("search", "printer"),
        "claim ORD-7 please": ("claim", "ORD-7"),
        "questions délais, merci beaucoup": ("faq", "délais"),
        "counter please": ("counter", ""),
        "show me please": ("show", "me"),
        "please show me INC-4": ("show", "INC-4"),
    }
    assert {text: understood(text) for text in rows} == rows


def test_small_talk_and_a_call_for_help_ask_for_help() -> None:
    asked = [
        "", "?", "👍", ":wave:", "thanks a lot", "merci beaucoup", "Hello!", "yes", "help", "help please",
        "help me please", "Help us!", "please help", "aide s’il vous plaît", "aidez-moi", "aide-moi svp", "aide moi",
    ]  # fmt: skip
    assert [one for one in asked if (understood(one) or ("",))[0] != "help"] == []
    assert understood(":wave:", has_files=True) is None


def test_trouble_is_no_command() -> None:
    said = [
        "help me, the mail is down", "help my screen is black", "hello, mail is down", "hi our printers are down",
        "aidez-moi, plus rien ne marche", "counter broken", "admin password lost", "close the printer", "B",
        "B printers", "bonjour, la liste est vide", "list of the users is wrong on all servers",
        "thanks for nothing, mail is down",
    ]  # fmt: skip
    assert {one: understood(one) for one in said if understood(one)} == {}


def test_every_command_has_a_word_in_each_language() -> None:
    for code in LANGUAGES:
        words = Words(code, "UTC")
        assert {understood(word): name for name in COMMANDS for word in words.listed(f"command-{name}")} == {
            (name, ""): name for name in COMMANDS
        }
    assert {word: (understood(word.upper()) or ("",))[0] for word in WORDS} == WORDS


def test_the_words_of_buttons_and_of_questions_mean_a_command() -> None:
    rows = {
        "File an incident": ("help", ""),
        "Déclarer un incident": ("help", ""),
        "please file this": ("help", ""),
        "I want to open a ticket, please": ("help", ""),
        "Bonjour, je voudrais ouvrir un ticket": ("help", ""),
        "Our incidents": ("list", ""),
        "Nos incidents": ("list", ""),
        "list my incidents": ("list", ""),
        "montrez-moi nos incidents svp": ("list", ""),
        "how many packs do we have left?": ("packs", ""),
        "Combien de forfaits nous reste-t-il ?": ("packs", ""),
        "status of INC-4?": ("show", "INC-4"),
        "hi, any news on INC-4 please?": ("show", "INC-4"),
        "où en est INC-4 ?": ("show", "INC-4"),
        "Hi, I want to close INC-4, please": ("show", "INC-4"),
        "je voudrais rouvrir INC-4 svp": ("show", "INC-4"),
        "Change severity of INC-4 to A!": ("show", "INC-4"),
        "please raise the severity of INC-4": ("show", "INC-4"),
        "changer la gravité d’INC-4 en A": ("show", "INC-4"),
        "Passer INC-4 en gravité A svp": ("show", "INC-4"),
        "status of incident n° 4": ("show", "INC-4"),
        "What is the status of my ticket 4?": ("show", "INC-4"),
        "any news on the incident number 4?": ("show", "INC-4"),
        "où en est l'incident 4 ?": ("show", "INC-4"),
        "état de l’incident n° 4": ("show", "INC-4"),
        "Où en est mon ticket 4 ?": ("show", "INC-4"),
        "quel est le statut du ticket 4 ?": ("show", "INC-4"),
        "passer l’incident 4 en A": ("show", "INC-4"),
        "change severity of INC-4 to the printer": None,
        "status of the printer of incident 4": None,
        "status of INC-4 to A": None,
        "Hi, I need help!": ("help", ""),
        "À l’aide !": ("help", ""),
        "J’ai un problème": ("help", ""),
        "Urgent!!!": ("help", ""),
        "Is anyone there?": ("help", ""),
        "Il y a quelqu’un ?": ("help", ""),
        "I want to talk to a human": ("help", ""),
        "What can you do?": ("help", ""),
        "Comment ça marche ?": ("help", ""),
        "show my tickets": ("list", ""),
        "Quels sont nos incidents ouverts ?": ("list", ""),
        "what is our balance?": ("packs", ""),
        "Combien nous en reste-t-il ?": ("packs", ""),
        "we have lost INC-4": None,
        "open a ticket for the printer": None,
        "our incidents database is down": None,
        "I have a problem with the printer": None,
        "urgent: the printer burns": None,
        "j'ai un probleme": ("help", ""),
        "SOUS QUEL DELAI REPONDEZ-VOUS": ("faq", "SOUS QUEL DELAI REPONDEZ-VOUS"),
        "j’ai un problème d’imprimante": None,
    }
    assert {text: understood(text) for text in rows} == rows
    assert [one for one in rows if asks_to_file(one)] == [
        *[*rows][:5],
        "Hi, I need help!",
        "À l’aide !",
        "J’ai un problème",
        "Urgent!!!",
        "Is anyone there?",
        "Il y a quelqu’un ?",
        "I want to talk to a human",
        "j'ai un probleme",
    ]


def test_a_question_of_the_faq_is_one_as_it_stands() -> None:
    """In its own words, as the list of questions shows it, or in others that are common: each leads to one topic."""
    for code in LANGUAGES:
        words = Words(code, "UTC")
        for topic in TOPICS:
            asked = words(f"faq_question-{topic}")
            name, rest = understood(f"Bonjour, {asked}") or ("", "")
            assert (name, find_topic(rest, BUILT_IN)) == ("faq", topic)
        common = words.listed("asked-faq")
        assert [one for one in common if understood(f"{one}?") != ("faq", f"{one}?")] == []
        assert [one for one in common if find_topic(f"{one}?", BUILT_IN) is None] == []
    assert understood("our opening hours are wrong on the site") is None
