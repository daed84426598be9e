"""What `crash.py` is made of: the bot's short lives, what is asked of it, and what the servers saw."""
