"""Everything that takes a bot's process long to load is loaded here, once: forked from that, it starts in an instant.

Otherwise a process that lives for half a second is killed before it has said anything.
"""

import inspect

import bot.cli  # noqa: F401 - what the command line needs beside the bot
from bot.policy import read_policy
from tests.faults import bot_process

READY = bot_process.run
read_policy(None)  # Loads the holidays of all countries.
inspect.stack()  # Bolt asks for it, and Python keeps what it has found out.
