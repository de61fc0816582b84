"""Which greetings and polite phrases do people write, in any language that Guichet speaks?"""

from bot.rules.set_phrases import SetPhrases, read_phrases
from bot.texts.catalogue import listed

SET_PHRASES = SetPhrases(
    greetings=read_phrases(listed("greetings")),
    greeted=read_phrases(listed("greeted")),
    politeness=read_phrases(listed("politeness") | listed("offer-please") | listed("offer-thanks")),
    small_talk=read_phrases(listed("small-talk") | listed("offer-yes") | listed("offer-assent") | listed("offer-no")),
    severity=read_phrases(listed("severity-words")),
)
