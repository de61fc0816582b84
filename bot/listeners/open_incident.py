"""How listeners look up the accounts of who acts; `Gesture` takes its place."""

from collections.abc import Callable, Sequence

from bot.facts.account import AccountEntry

Accounts = Callable[[], Sequence[AccountEntry]]
"""Looks up the accounts of who acts."""
