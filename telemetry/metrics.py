"""Counters and gauges that `/metrics` shows; named once, here, so that a dashboard can rely on them."""

from prometheus_client import Counter, Gauge

#: Calls to Telegram that delivery made, by what became of them.
deliveries = Counter("nightjar_deliveries", "Messages and edits, by outcome", ["outcome"])

#: Outbox rows that are not finished, unreachable chats included.
outbox_open = Gauge("nightjar_outbox_open", "Reports on their way")

#: Passes of a loop that ended in an unexpected error.
loop_faults = Counter("nightjar_loop_faults", "Unexpected errors at the outermost turn of a loop", ["loop"])

#: When an API server last said anything on a stream; a silent one is dead or cut off.
stream_heard_at = Gauge(
    "nightjar_stream_heard_at_seconds", "Unix time of the last word on a stream", ["cluster", "stream"]
)

#: What a stream has been through since it was opened: reconnects, relists, 410s (gone), 429s (throttled), …
stream_counts = Gauge(
    "nightjar_stream_count", "How often something befell a stream", ["cluster", "stream", "what"]
)
