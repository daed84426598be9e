"""Logging, metrics, supervised background tasks and fault points: what every room may use."""
