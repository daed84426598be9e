"""The rows about an object itself: claims, services, nodes, schedules, custom resources by their conditions.

Numbers are those of watch-rules A.1; where it names none they are our choice: a claim is borne as long as
a pod that waits for it, a load balancer as long as clouds take to say no for good.
"""

from watchers.rule import Rule

OBJECT_ROWS: tuple[Rule, ...] = (
    Rule(name="claim-lost", family="claim", cause="claim-lost", reasons=("Lost",), fatal_after_s=0.0),
    Rule(
        name="claim-waits", family="claim", cause="", reasons=("WaitForFirstConsumer", "WaitForPodScheduled")
    ),
    Rule(
        name="claim-class",
        family="claim",
        cause="claim-class",
        reasons=("ClassMissing", "ProvisioningFailed", "FailedBinding"),
        pattern=r"storageclass\S* \S+ not found|no storage class is set",
        fatal_after_s=30.0,
    ),
    Rule(
        name="claim-unprovided",
        family="claim",
        cause="claim-unprovided",
        reasons=("ProvisioningFailed", "FailedBinding"),
        fatal_after_s=90.0,
    ),
    Rule(
        name="claim-resize",
        family="claim",
        cause="claim-resize",
        reasons=("VolumeResizeFailed", "FileSystemResizeFailed"),
        fatal_after_s=90.0,
    ),
    Rule(
        name="service-selector",
        family="endpoints",
        cause="service-selector",
        reasons=("NoneSelected",),
        fatal_after_s=60.0,
    ),
    Rule(
        name="service-port",
        family="endpoints",
        cause="service-port",
        reasons=("NoneReady",),
        fatal_after_s=60.0,
    ),
    Rule(
        name="load-balancer",
        family="address",
        cause="load-balancer",
        reasons=("SyncLoadBalancerFailed",),
        fatal_after_s=300.0,
    ),
    Rule(
        name="node-not-ready",
        family="node",
        cause="node-not-ready",
        reasons=("NotReady",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="node-pressure",
        family="node",
        cause="node-pressure",
        reasons=("MemoryPressure", "DiskPressure", "PIDPressure"),
        fatal_after_s=60.0,
    ),
    Rule(name="run-missed", family="schedule", cause="run-missed", reasons=("Missed",), fatal_after_s=60.0),
    Rule(
        name="old-pod",
        family="ordinal",
        cause="old-pod-stuck",
        reasons=("OldPodNotReady",),
        warns_after_s=60.0,
    ),
    Rule(name="object-stalled", family="condition", cause="stalled", reasons=("Stalled",), fatal_after_s=0.0),
    Rule(
        name="object-failed",
        family="condition",
        cause="object-failed",
        reasons=("Failed",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="object-degraded",
        family="condition",
        cause="object-failed",
        reasons=("Degraded",),
        fatal_after_s=60.0,
    ),
    Rule(
        name="object-unready",
        family="condition",
        cause="object-unready",
        reasons=("NotReady",),
        warns_after_s=60.0,
    ),
)
