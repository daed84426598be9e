"""Watches: the judge that decides when a rollout is done or has failed, and the supervisor that asks it."""
