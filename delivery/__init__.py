"""Outbox to Telegram, at least once: lanes, pace, splitting, entities, and what to do when it goes wrong."""
