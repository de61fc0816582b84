"""The engine that posts messages in Slack. It knows the table of kinds, and no incidents.

Read it in this order: `outbox.py` stores what is to be posted, `destination.py` where. `traits.py` declares what is
true of a kind. `workers.py` claims what is due, `traffic.py` and `pace.py` decide what may be sent now, and `sender.py`
takes one message to Slack: `place.py` finds its thread, `renderer.py` its words, `calls.py` calls Slack. `protocol.py`
has each step from waiting to posted; `slack_errors.py` and `refusals.py` what follows from an error;
`posted_messages.py` and `slack_history.py` find out whether an earlier try was posted. Beside that:
`scheduled_fallback.py`, `buttons.py`, `health.py`; `assembly.py` puts the parts together.
"""
