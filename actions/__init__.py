"""Rasa's hand inside the house: a turn in, one service call, the turn's mark out."""
