"""A strict Bot API server for practice mode and tests: no real Telegram, no mock of our own code."""
