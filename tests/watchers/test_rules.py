"""The table of rules, row by row: what a cluster says, and what it is taken for."""

from datetime import timedelta

import pytest

from domain.causes import CAUSES
from domain.watch import Patience
from watchers import rules

SAID = [
    ("pull", "InvalidImageName", "Failed to apply default image tag", "image-name"),
    ("pull", "ErrImagePull", "failed to pull: invalid reference format", "image-reference"),
    (
        "pull",
        "ErrImageNeverPull",
        'Container image "web:9" is not present with pull policy of Never',
        "image-never-pulled",
    ),
    ("pull", "ErrImagePull", "failed to fetch anonymous token: 401 Unauthorized", "image-auth"),
    (
        "pull",
        "ErrImagePull",
        "pull access denied, repository does not exist or may require authorization: no basic auth",
        "image-auth",
    ),
    ("pull", "ErrImagePull", "code = NotFound desc = docker.io/web:1.4.3-typo: not found", "image-not-found"),
    (
        "pull",
        "ImagePullBackOff",
        'Back-off pulling image "web:9": ErrImagePull: manifest unknown',
        "image-not-found",
    ),
    ("pull", "ErrImagePull", "dial tcp: lookup registry.invalid: no such host", "image-unreachable"),
    ("pull", "ErrImagePull", "429 Too Many Requests (toomanyrequests)", "image-unreachable"),
    ("config", "CreateContainerConfigError", "failed to sync configmap cache: timed out", "config-cache"),
    (
        "config",
        "CreateContainerConfigError",
        "container has runAsNonRoot and image will run as root",
        "run-as-root",
    ),
    ("config", "CreateContainerConfigError", 'failed to create subPath directory for "x"', "sub-path"),
    ("config", "CreateContainerConfigError", 'configmap "settings" not found', "config-missing"),
    ("start", "RunContainerError", 'exec: "serve": executable file not found in $PATH', "start-error"),
    ("start", "StartError", "exec /app: exec format error", "start-error"),
    ("start", "RunContainerError", "failed to reserve container name", "start-unclear"),
    ("creating", "FailedAttachVolume", "Multi-Attach error for volume", "volume-attached"),
    ("creating", "FailedMount", "Unable to attach or mount volumes: timed out waiting", "volume-slow"),
    ("creating", "FailedMount", 'MountVolume.SetUp failed: secret "tls" not found', "volume-missing"),
    ("creating", "FailedCreatePodSandBox", "failed to setup network", "sandbox"),
    ("unscheduled", "TriggeredScaleUp", "0/3 nodes are available", "scale-up"),
    ("unscheduled", "NotTriggerScaleUp", "0/3 nodes are available", "no-scale-up"),
    (
        "unscheduled",
        "Unschedulable",
        "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
        "claim-unbound",
    ),
    ("unscheduled", "Unschedulable", "0/1 nodes are available: 1 Insufficient cpu.", "node-too-small"),
    (
        "unscheduled",
        "Unschedulable",
        "0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}.",
        "node-unfit",
    ),
    ("unscheduled", "Unschedulable", "0/0 nodes are available: nothing.", "unscheduled"),
    (
        "unscheduled",
        "Unschedulable",
        "0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind.",
        "claim-unbound",
    ),
    ("kubelet", "NotBegun", "node-1", "kubelet-silent"),
    ("kubelet", "NotReported", "node-1", "node-lost"),
    ("evicted", "Evicted", 'Usage of EmptyDir volume "cache" exceeds the limit "10Mi". ', "own-limit"),
    (
        "evicted",
        "Evicted",
        "Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. ",
        "own-limit",
    ),
    ("refused", "FailedCreate", 'pods "a" is forbidden: exceeded quota: small', "quota"),
    (
        "refused",
        "FailedCreate",
        'pods "a" is forbidden: failed quota: small: must specify limits.memory',
        "quota",
    ),
    ("refused", "FailedCreate", 'admission webhook "no.latest" denied the request', "admission"),
    ("refused", "FailedCreate", 'pods "a" is forbidden: violates PodSecurity "restricted"', "admission"),
    ("claim", "Lost", "pvc-1", "claim-lost"),
    (
        "claim",
        "WaitForFirstConsumer",
        "waiting for first consumer to be created before binding",
        "claim-waits",
    ),
    (
        "claim",
        "ProvisioningFailed",
        'storageclass.storage.k8s.io "slow" not found',
        "claim-class",
    ),
    (
        "claim",
        "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set",
        "claim-class",
    ),
    ("claim", "ProvisioningFailed", "rpc error: code = ResourceExhausted", "claim-unprovided"),
    ("claim", "VolumeResizeFailed", "resize volume failed: quota", "claim-resize"),
    ("endpoints", "NoneSelected", "app=web", "service-selector"),
    ("endpoints", "NoneReady", "http", "service-port"),
    ("address", "SyncLoadBalancerFailed", "Error syncing load balancer: no subnet", "load-balancer"),
    ("node", "NotReady", "Kubelet stopped posting node status.", "node-not-ready"),
    ("node", "DiskPressure", "kubelet has disk pressure", "node-pressure"),
    ("schedule", "Missed", "2026-11-22 12:00 UTC", "run-missed"),
    ("ordinal", "OldPodNotReady", "db-1", "old-pod"),
    ("condition", "Stalled", "retries exhausted", "object-stalled"),
    ("condition", "Failed", "upgrade retries exhausted", "object-failed"),
    ("condition", "Degraded", "Deployment web exceeded its progress deadline", "object-degraded"),
    ("condition", "NotReady", "waiting for its dependency", "object-unready"),
]


@pytest.mark.parametrize(("family", "reason", "message", "name"), SAID)
def test_what_the_cluster_says_has_its_row(family: str, reason: str, message: str, name: str) -> None:
    rule = rules.find_rule(family, reason, message)

    assert rule is not None
    assert rule.name == name


def test_every_row_is_met_by_one_of_these_sentences() -> None:
    assert {rule.name for rule in rules.RULES} == {name for *_, name in SAID}


def test_every_cause_of_the_table_has_words() -> None:
    assert {rule.cause for rule in rules.RULES if rule.cause} <= set(CAUSES)


def test_names_of_rows_are_unique_because_memory_stores_them() -> None:
    names = [rule.name for rule in rules.RULES]

    assert len(names) == len(set(names))
    assert all(rules.rule_named(name).name == name for name in names)


def test_patience_scales_times_and_counts_and_a_first_end_never_decides() -> None:
    borne = [rules.borne(20, patience) for patience in Patience]
    counted = [rules.counted(2, patience) for patience in Patience]

    assert borne == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=60)]
    assert counted == [2, 2, 6]
