"""The project's own Kubernetes API server: one code for practice mode, tests and replays of recordings."""
