"""The engine that posts messages in Slack. It is given the table of kinds, and knows nothing of incidents or packs.

An incident is a number to it, by which messages share a thread and are cancelled together: it reads where an incident
was filed, where its cards are and which fallbacks are scheduled, but no status, act, pack or verdict. What depends on
those is a function in the row of the kind, such as `obsolete` or `follow_ups`.

Read it in this order: `outbox.py` stores what is to be posted, `destination.py` where. `traits.py` declares what is
true of a kind. `workers.py` takes what is due, which `claim.py` claims, in commits that several workers share
(`shared_commit.py`); `traffic.py` and `pace.py` decide what may be sent now, and `sender.py` sends one message:
`place.py` finds its thread, `renderer.py` renders it, `calls.py` calls Slack. `protocol.py` has each step from claimed
to posted; `slack_errors.py` and `refusals.py` what follows from an error; `posted_messages.py` and `slack_history.py`
find out whether an earlier try was posted. Besides these: `scheduled_fallback.py`, `question.py`, `refused_changes.py`,
`health.py`, and `timing.py` with the lengths of leases and back-offs; `assembly.py` puts the parts together.
"""
