"""The dialogue in which the bot asks: what is asked next, what counts as an answer. Forms are data."""
