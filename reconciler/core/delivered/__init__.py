"""Deciding what is delivered: which rules are written, who is due, who may be sent to."""
