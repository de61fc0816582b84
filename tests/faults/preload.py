"""Everything that takes a bot's process long to load is loaded here, once: forked from that, it starts in an instant.

Otherwise a process that lives for half a second is killed before it has said anything.
"""

import gc
import inspect
from contextlib import suppress

import bot.cli
import bot.imports.run_import
import bot.printing
import bot.reports.show_outbox
import bot.reports.surveys
import bot.start_logging  # noqa: F401 - what its commands import
from bot.policy import read_policy
from bot.texts import sentences
from bot.texts.catalogue import LANGUAGES
from tests.faults import bot_process

READY = bot_process.run
for language in LANGUAGES:
    for sentence in sentences._sources(language):
        with suppress(ValueError):  # It needs facts; it is read all the same.
            sentences.as_it_stands(language, sentence)
read_policy(None)  # Loads the holidays of its country.
inspect.stack()  # Bolt asks for it, and Python keeps what it has found out.
gc.freeze()  # What looks for garbage in a process would write to all of this, and so copy it.
