"""Intents that are never an answer."""

ELSEWHERE = "other"
"""Sentences from quite other domains."""

UNCLEAR = "unclear"
"""Messages that fit several topics equally, such as a bare "peru"."""
