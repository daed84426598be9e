"""A job is due, so there is a run: the loop, claims, missed runs, and the runner."""
