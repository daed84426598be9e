"""Telegram's updates come in; a job or an errand is written, and an answer. One transaction, no network."""
