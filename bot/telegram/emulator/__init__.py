"""A Bot API server of our own with Telegram's true semantics, for tests and demonstrations without Telegram."""
