"""What `scheduler.py` measures: ours as the whole bot, theirs with its SQLAlchemy store."""
