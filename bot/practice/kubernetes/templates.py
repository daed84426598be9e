"""Deployments, ReplicaSets and pods as the API server completes them: defaults, owners, hashes.

Field by field what a v1.36 server wrote into its objects (the recordings), so that whoever reads a practice
object meets nothing that a real one would not have.
"""

import json
from typing import Any

from bot.practice.kubernetes.objects import Manifest, copied, name_of, namespace_of, uid_of

NODE = "practice-1"
HASH_LABEL = "pod-template-hash"

#: The letters that Kubernetes generates names from: no vowels, so that no words come about.
LETTERS = "bcdfghjklmnpqrstvwxz2456789"

_POD_DEFAULTS: Manifest = {
    "restartPolicy": "Always",
    "terminationGracePeriodSeconds": 30,
    "dnsPolicy": "ClusterFirst",
    "securityContext": {},
    "schedulerName": "default-scheduler",
}
_CONTAINER_DEFAULTS: Manifest = {
    "resources": {},
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "imagePullPolicy": "IfNotPresent",
}
_PROBE_DEFAULTS: Manifest = {
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
}
_TOLERATIONS = [
    {
        "key": f"node.kubernetes.io/{key}",
        "operator": "Exists",
        "effect": "NoExecute",
        "tolerationSeconds": 300,
    }
    for key in ("not-ready", "unreachable")
]


def a_deployment(
    name: str, *, image: str, namespace: str = "prod", replicas: int = 3, container: str = "app", **spec: Any
) -> Manifest:
    """Return a Deployment with one container and a readiness probe; `spec` adds to its spec."""
    probe = {"httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}, "initialDelaySeconds": 2}
    main = {
        "name": container,
        "image": image,
        "ports": [{"containerPort": 8080, "protocol": "TCP"}],
        "resources": {"limits": {"memory": "64Mi"}, "requests": {"cpu": "20m", "memory": "16Mi"}},
        "readinessProbe": {**probe, "periodSeconds": 1},
    }
    template = {
        "metadata": {"labels": {"app": name}},
        "spec": {"containers": [main], "terminationGracePeriodSeconds": 2},
    }
    return {
        "metadata": {"name": name, "namespace": namespace, "labels": {"app": name}},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": template,
            **spec,
        },
    }


def completed(deployment: Manifest) -> Manifest:
    """Return the Deployment with the defaults of the API server."""
    made = copied(deployment)
    made["metadata"].setdefault("annotations", {})
    spec = made["spec"]
    spec.setdefault("replicas", 1)
    strategy = spec.setdefault("strategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", "25%")
        rolling.setdefault("maxSurge", "25%")
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    pod = spec["template"]["spec"]
    for field, value in _POD_DEFAULTS.items():
        pod.setdefault(field, copied({"": value})[""])
    for container in pod["containers"]:
        _complete_container(container)
    made.setdefault("status", {})
    return made


def _complete_container(container: Manifest) -> None:
    for field, value in _CONTAINER_DEFAULTS.items():
        container.setdefault(field, copied({"": value})[""])
    for probe in ("readinessProbe", "livenessProbe", "startupProbe"):
        if probe in container:
            container[probe] = {**_PROBE_DEFAULTS, **container[probe]}


def template_hash(template: Manifest) -> str:
    """Return the hash that names a ReplicaSet: FNV-1a as the controller's, but over JSON."""
    value = 0x811C9DC5
    for byte in json.dumps(template, sort_keys=True).encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return "".join(LETTERS[ord(digit) % len(LETTERS)] for digit in str(value))


def without_hash(template: Manifest) -> Manifest:
    """Return a ReplicaSet's template as its Deployment has it."""
    made = copied(template)
    made.get("metadata", {}).get("labels", {}).pop(HASH_LABEL, None)
    return made


def owner(kind: str, of: Manifest) -> Manifest:
    """Return the ownerReference to a controller."""
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "name": name_of(of),
        "uid": uid_of(of),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def a_replicaset(deployment: Manifest, *, replicas: int, annotations: dict[str, str]) -> Manifest:
    """Return the ReplicaSet for the Deployment's present template."""
    template = copied(deployment["spec"]["template"])
    digest = template_hash(template)
    labels = {**template["metadata"].get("labels", {}), HASH_LABEL: digest}
    template["metadata"]["labels"] = labels
    spec: Manifest = {
        "replicas": replicas,
        "selector": {"matchLabels": {**deployment["spec"]["selector"]["matchLabels"], HASH_LABEL: digest}},
        "template": template,
    }
    if least := deployment["spec"].get("minReadySeconds"):
        spec["minReadySeconds"] = least
    return {
        "metadata": {
            "name": f"{name_of(deployment)}-{digest}",
            "namespace": namespace_of(deployment),
            "labels": dict(labels),
            "annotations": annotations,
            "ownerReferences": [owner("Deployment", deployment)],
        },
        "spec": spec,
        "status": {"replicas": 0},
    }


def a_pod(replicaset: Manifest, *, suffix: str, volume: str) -> Manifest:
    """Return a pod of the ReplicaSet, as the API server completes it."""
    return _pod(replicaset, owner("ReplicaSet", replicaset), suffix=suffix, volume=volume)


def a_pod_of(job: Manifest, *, suffix: str, volume: str) -> Manifest:
    """Return a pod of the Job, as the API server completes it."""
    made = copied(job)
    spec = made["spec"]["template"]["spec"]
    for field, value in _POD_DEFAULTS.items():
        spec.setdefault(field, value)
    for container in spec["containers"]:
        _complete_container(container)
    return _pod(made, {**owner("Job", job), "apiVersion": "batch/v1"}, suffix=suffix, volume=volume)


def _pod(maker: Manifest, controller: Manifest, *, suffix: str, volume: str) -> Manifest:
    template = copied(maker["spec"]["template"])
    spec = template["spec"]
    mount = {
        "name": volume,
        "readOnly": True,
        "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
    }
    for container in spec["containers"]:
        container.setdefault("volumeMounts", []).append(dict(mount))
    prefix = f"{name_of(maker)}-"
    metadata = {
        "name": prefix + suffix,
        "generateName": prefix,
        "namespace": namespace_of(maker),
        "labels": template["metadata"].get("labels", {}),
        "ownerReferences": [controller],
    }
    return {
        "metadata": metadata,
        "spec": {"volumes": [_token_volume(volume)], **spec, **_ADMITTED},
        "status": {"phase": "Pending", "qosClass": qos(spec)},
    }


_ADMITTED: Manifest = {
    "serviceAccountName": "default",
    "serviceAccount": "default",
    "tolerations": _TOLERATIONS,
    "priority": 0,
    "enableServiceLinks": True,
    "preemptionPolicy": "PreemptLowerPriority",
}


def qos(spec: Manifest) -> str:
    """Return the quality-of-service class of a pod's spec."""
    resources = [container.get("resources") or {} for container in spec["containers"]]
    if not any(each.get("requests") or each.get("limits") for each in resources):
        return "BestEffort"
    even = all(
        each.get("requests") == each.get("limits") and len(each["requests"]) == 2 for each in resources
    )
    return "Guaranteed" if even else "Burstable"


def _token_volume(name: str) -> Manifest:
    token = {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}
    root = {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}}
    reference = {"apiVersion": "v1", "fieldPath": "metadata.namespace"}
    where = {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": reference}]}}
    return {"name": name, "projected": {"sources": [token, root, where], "defaultMode": 420}}
