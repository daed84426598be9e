"""The rows about pods, and about what keeps pods from being made.

A row is the first that fits its family from the top: auth words stand before not-found words, because a
registry's refusal ("pull access denied, repository does not exist or may require authorization") holds both.
"""

from watchers.rule import Rule

_PULL = ("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable")
_START_WORDS = (
    r"no such file|not found in \$PATH|permission denied|exec format error|is a directory|"
    r"no command specified|not a directory"
)

POD_ROWS: tuple[Rule, ...] = (
    Rule(
        name="image-name",
        family="pull",
        cause="image-invalid",
        reasons=("InvalidImageName",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-reference",
        family="pull",
        cause="image-invalid",
        pattern=r"invalid reference|couldn't parse image|invalid image name",
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-never-pulled",
        family="pull",
        cause="image-not-found",
        reasons=("ErrImageNeverPull",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-auth",
        family="pull",
        cause="image-auth",
        reasons=_PULL,
        pattern=r"unauthorized|denied|\b403\b|forbidden|insufficient_scope|no basic auth|"
        r"authentication required|authorization failed|\b401\b",
        fatal_after_s=45.0,
    ),
    Rule(
        name="image-not-found",
        family="pull",
        cause="image-not-found",
        reasons=_PULL,
        pattern=r"(?<!host )not found|manifest unknown|does not exist|no such image|no match for platform",
        fatal_after_s=15.0,
        fatal_sightings=2,
    ),
    Rule(
        name="image-unreachable", family="pull", cause="image-unreachable", reasons=_PULL, fatal_after_s=300.0
    ),
    Rule(
        name="config-cache",
        family="config",
        cause="",
        pattern=r"failed to sync (secret|configmap|\S*) ?cache",
    ),
    Rule(
        name="run-as-root",
        family="config",
        cause="start-error",
        pattern=r"runAsNonRoot|run as (non-)?root|non-numeric user",
        fatal_after_s=20.0,
    ),
    Rule(name="sub-path", family="config", cause="mount", pattern=r"\bsubPath\b", fatal_after_s=20.0),
    Rule(name="config-missing", family="config", cause="config-missing", fatal_after_s=20.0),
    Rule(
        name="start-error",
        family="start",
        cause="start-error",
        pattern=_START_WORDS,
        fatal_after_s=20.0,
        fatal_sightings=2,
    ),
    Rule(name="start-unclear", family="start", cause="start-error"),
    Rule(
        name="volume-attached",
        family="creating",
        cause="mount",
        reasons=("FailedAttachVolume",),
        fatal_after_s=180.0,
    ),
    Rule(
        name="volume-slow",
        family="creating",
        cause="mount",
        reasons=("FailedMount",),
        pattern=r"multi-attach|timed out|deadline ?exceeded|connection refused|failed to sync \S+ cache",
        fatal_after_s=180.0,
    ),
    Rule(
        name="volume-missing", family="creating", cause="mount", reasons=("FailedMount",), fatal_after_s=90.0
    ),
    Rule(
        name="sandbox",
        family="creating",
        cause="start-error",
        reasons=("FailedCreatePodSandBox",),
        fatal_after_s=120.0,
    ),
    Rule(
        name="scale-up",
        family="unscheduled",
        cause="unschedulable",
        reasons=("TriggeredScaleUp", "Nominated"),
        fatal_after_s=600.0,
    ),
    Rule(
        name="no-scale-up",
        family="unscheduled",
        cause="unschedulable",
        reasons=("NotTriggerScaleUp",),
        fatal_after_s=90.0,
    ),
    Rule(
        name="claim-unbound",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"unbound immediate PersistentVolumeClaims|persistentvolumeclaim \S+ not found|"
        r"didn't find available persistent volumes",
        fatal_after_s=90.0,
    ),
    Rule(
        name="node-too-small",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"insufficient|too many pods",
        fatal_after_s=180.0,
    ),
    Rule(
        name="node-unfit",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"taint|affinity|node selector|didn't match|didn't satisfy|free ports|unschedulable",
        fatal_after_s=90.0,
    ),
    Rule(name="unscheduled", family="unscheduled", cause="unschedulable", fatal_after_s=180.0),
    Rule(name="kubelet-silent", family="kubelet", cause="node", reasons=("NotBegun",), noticed_after_s=60.0),
    Rule(name="node-lost", family="kubelet", cause="node", reasons=("NotReported",)),
    Rule(
        name="own-limit",
        family="evicted",
        cause="evicted",
        reasons=("Evicted",),
        # The pod's own storage; a node that is low on something may be anybody's fault.
        pattern=r"exceeds the (total )?limit|exceeded its local ephemeral storage limit",
        fatal_sightings=2,
    ),
    Rule(
        name="quota", family="refused", cause="quota", pattern=r"(exceeded|failed) quota", fatal_after_s=15.0
    ),
    Rule(name="admission", family="refused", cause="admission", fatal_after_s=15.0),
)
