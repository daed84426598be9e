"""Counters and gauges that `/metrics` shows; named once, here, so that a dashboard can rely on them."""

from prometheus_client import Counter, Gauge

#: Calls to Telegram that delivery made, by what became of them.
deliveries = Counter("nightjar_deliveries", "Messages and edits, by outcome", ["outcome"])

#: Outbox rows that are not finished, unreachable chats included.
outbox_open = Gauge("nightjar_outbox_open", "Reports on their way")

#: Passes of a loop that ended in an unexpected error.
loop_faults = Counter("nightjar_loop_faults", "Unexpected errors at the outermost turn of a loop", ["loop"])
