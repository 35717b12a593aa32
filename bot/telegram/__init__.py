"""Telegram: updates in, messages out. The only place that knows python-telegram-bot."""
