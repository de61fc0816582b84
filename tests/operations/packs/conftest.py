"""An account with two buyers, its pack, and the job that watches it."""

from tests.pack_watch import acme, prepaid, watch

__all__ = ["acme", "prepaid", "watch"]
