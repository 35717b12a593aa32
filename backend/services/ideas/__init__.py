"""A group's ideas: presented, drafted, sent, taken back."""
