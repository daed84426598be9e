"""The causes of a failure, in the words of recordings/README.md.

Each has a sentence, a hint and a short form in the catalogue; the judge gives it by the rows of its table.
"""

#: Those that several signs may compete for come first, and of two of them the one that tells more.
CAUSES = (
    "image-invalid",
    "image-not-found",
    "image-auth",
    "oom",
    "start-error",
    "config-missing",
    "liveness",
    "init-crash",
    "crash-after-ready",
    "crash",
    "quota",
    "admission",
    "mount",
    "unschedulable",
    "image-unreachable",
    "claim-lost",
    "claim-class",
    "claim-unprovided",
    "claim-resize",
    "service-selector",
    "service-port",
    "load-balancer",
    "node-not-ready",
    "node-pressure",
    "run-missed",
    "stalled",
    "object-failed",
    "old-pod-stuck",
    "object-unready",
    "not-ready",
    "evicted",
    "node",
    "deadline",
    "job-failed",
    "job-deadline",
)
