"""The parameters of messages about claims."""

from typing import Any

WHO, MANAGER = "U0ALICE", "U0THEO"


def claim_parameters(kind: str, typed: str, *, has_pack: bool = True) -> dict[str, Any]:
    """Return the parameters of a message of this kind, with this text wherever people can type."""
    told = {"claim": 1, "number": "••••6789", "account": typed, "code": "ACME"}
    refused = {"claim": 1, "number": "••••6789", "reason": typed}
    by = {"who": WHO, "by": MANAGER}
    found: dict[str, dict[str, Any]] = {
        "claim_made": {
            "claim": 1,
            "who": WHO,
            "number": "••••6789",
            "account": typed if has_pack else None,
            "is_member": has_pack,
        },
        "claim_approved": told,
        "claim_refused": refused,
        "claim_decided": {"number": "••••6789", "managers": [MANAGER, MANAGER]},
        "claim_told_owner": told | {"who": WHO, "managers": [MANAGER, MANAGER]},
        "claim_approved_to_managers": told | by,
        "claim_refused_to_managers": refused | by,
    }
    return found[kind]
