"""What can managers do, and to what?"""

from typing import Literal

Act = Literal[
    "grant_pack",
    "adjust_pack",
    "edit_members",
    "add_account",
    "edit_account",
    "register_certificate",
    "add_product",
    "edit_product",
]
"""In the order in which they are offered."""

ON_ACCOUNTS = ("grant_pack", "adjust_pack", "edit_members", "edit_account", "register_certificate")
ON_PRODUCTS = ("edit_product",)
"""What is done to something that must be chosen first."""
