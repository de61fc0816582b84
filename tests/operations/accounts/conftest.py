"""An account with two buyers, and the job that watches its certificates."""

from tests.pack_watch import acme, watch

__all__ = ["acme", "watch"]
