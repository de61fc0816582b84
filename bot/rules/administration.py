"""What can managers do, and what must they choose first?"""

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
"""The acts in the order in which they are offered; also the callback ids of their forms."""
Subject = Literal["account", "product"]
"""What an act may be about."""
