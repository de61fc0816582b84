"""What counts as an answer to an offer, in both languages; the words are those of the texts."""

from bot.listeners.offer_words import PHRASES, begins_clearly, begins_with_yes
from bot.rules.offer_answers import THANKS, UNCLEAR, Answer, read_answer, without_manners

YES, ASSENT, NO = Answer(is_yes=True), Answer(is_yes=True, is_assent=True), Answer(is_no=True)
ANYWAY = Answer(is_anyway=True)
B, YES_B = Answer(severity="B"), Answer(is_yes=True, severity="B")


def test_reads_an_answer_with_a_little_politeness() -> None:
    rows = {
        YES: ["yes", "Yes, please!", "sure", "ok go ahead", "Go ahead, thanks", "yes :+1:", "*Yes*", "yes, file it",
              "please file it", "Oui", "oui, merci", "Oui, s’il vous plaît !", "oui s'il te plait", "d'accord, allez-y",
              "allez\u2011y", "Bien sûr.", "oui oui", "yup", "y", "Correct.", "that is right", "Yes, that’s right!",
              "exactly", "oui c'est ça", "OUI BIEN SUR", "Declarez-le svp",
              "C’est ça.", "validé", "je valide", "exact"],
        ASSENT: ["ok", "OK!", "okay", "ok please", "d’accord", "D'accord.",
                 "Sounds good!", "that's fine", "Agreed", "Ça marche !", "c'est bon pour moi"],
        NO: ["no", "No, thanks.", "ok, no", "cancel", "cancel it please", "never mind", "don’t file it", "non",
             "no need", "not needed any more", "Already fixed, thanks", "it is fixed", "solved already", "C'est réglé",
             "plus besoin, merci", "pas besoin", "Non merci", "annuler", "n", "Annulez, svp", "laisse tomber",
             "pas la peine, merci", "C'EST REGLE"],
        ANYWAY: ["file anyway", "Yes, file it anyway, please", "déclarer quand même", "oui, déclarez quand même svp",
                 "DECLARER QUAND MEME"],
        B: ["b", "B", "B please", "*B*", "Severity B", "sev b", "with severity B", "B, thanks", "Gravité B",
            "gravité\u00a0b svp", "en gravité B", "No, B", "non, B"],
        YES_B: ["yes B", "B yes", "Yes, severity B please", "ok B", "sure, B", "go ahead with B", "oui, B",
                "oui gravité B, merci", "B, oui", "yes b", "ok pour B",
                "sounds good, B", "va pour B", "ça me va, B"],
        Answer(is_anyway=True, severity="C"): ["file anyway, C", "déclarer quand même, gravité C"],
        THANKS: ["thanks", "Thank you!", "merci", "merci beaucoup", "thanks, merci"],
    }  # fmt: skip
    for expected, texts in rows.items():
        for text in texts:
            assert read_answer(text, PHRASES) == expected, text


def test_takes_for_unclear_what_may_mean_something_else() -> None:
    texts = ["yes?", "B ?", "yes or no", "yes no", "oui non", "A or B", "A B", "a ok", "b yes",
             "ok, thanks", "ok merci", "sounds good, thanks", "please", "no, file anyway", "severity",
             "yes A B", "oui ?"]  # fmt: skip
    read = {text: read_answer(text, PHRASES) for text in texts}
    assert {text for text, answer in read.items() if answer != UNCLEAR} == {"yes or no", "A or B"}


def test_reads_nothing_in_what_says_anything_else() -> None:
    texts = ["", " ", ":+1:", "ok, looking", "yes it is down", "no mail", "mail down", "the ones upstairs",
             "non fonctionnel", "D", "yes D", "je regarde", "oui mais lequel", "list", "B printers are down",
             "a-ok", "no idea", "oui à B", "à"]  # fmt: skip
    assert [text for text in texts if read_answer(text, PHRASES) is not None] == []


def test_finds_what_stands_between_manners() -> None:
    rows = {
        "Yes, join INC-4!": "join inc-4",
        "join #4, please": "join 4",
        "ok, rejoindre INC-4 s’il vous plaît": "rejoindre inc-4",
        "reopen": "reopen",
        "yes": "",
    }
    for text, expected in rows.items():
        assert without_manners(text, PHRASES) == expected, text


def test_knows_what_people_also_say_to_each_other() -> None:
    rows = {
        True: ["yes", "ok", "go ahead", "oui", "no", "non merci", "B", "severity B", "No, B"],
        False: ["yes B", "ok B", "oui B", "file it anyway", "file anyway, C", "thanks", "yes?", "A B"],
    }
    for expected, texts in rows.items():
        for text in texts:
            answer = read_answer(text, PHRASES)
            assert answer is not None
            assert answer.is_bare is expected, text


def test_sees_a_clear_beginning() -> None:
    rows = {
        True: ["yes please, this is really urgent for our whole team", "Yes B. It is also affecting the plotter",
               "Yes this is urgent", "yes a printer is down", "no, it works again since nine",
               "No thanks I have found it", "oui : c’est urgent",
               "Oui c’est très urgent pour nous", "file it anyway as it is another one", "annuler, c’était le câble"],
        False: ["", "no mail since this morning", "non fonctionnel depuis neuf heures", "y a plus de réseau au siège",
                "file server is down again", "ok I will call you later, Bob", "B. It is the plotter, too",
                "B: mail server is down in Paris", "exactly one printer is down", "thanks, Bob, I will look",
                "Not so sure, Bob", "yes? which one do you mean"],
    }  # fmt: skip
    for expected, texts in rows.items():
        for text in texts:
            assert begins_clearly(text) is expected, text


def test_tells_a_yes_at_the_beginning_from_a_no() -> None:
    rows = {
        True: [
            "yes please, this is really urgent",
            "Oui c’est très urgent pour nous",
            "file it anyway as it is another one",
        ],
        False: ["no, it works again since nine", "annuler, c’était le câble", "B. It is the plotter, too", ""],
    }
    for expected, texts in rows.items():
        for text in texts:
            assert begins_with_yes(text) is expected, text
