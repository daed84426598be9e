"""Text → intent: when, what, which; and back: a trigger in words. Pure, no I/O; only home of dateparser."""
