"""The objects that the suite makes; the images come from the environment, everything else stands here."""

from typing import Any

Manifest = dict[str, Any]

WEB_PORT = 8080

#: Runs until told to stop, and stops at once then. An image is known to have sh, a pod to have /dev/shm.
STAYS = ": > /dev/shm/ready; trap 'exit 0' TERM; echo started; while :; do sleep 1; done"

#: Without a probe a pod is ready the moment it starts, and the old one is taken away for one that crashes.
READY = {"exec": {"command": ["sh", "-c", "test -e /dev/shm/ready"]}, "periodSeconds": 1}
NO_SUCH_TAG = "nightjar-has-no-such-tag"
NEVER_READY = {"exec": {"command": ["sh", "-c", "exit 1"]}, "periodSeconds": 1}


def shell(image: str, script: str, *, probe: Manifest | None = READY, **more: Any) -> Manifest:
    """Return a container that runs a script with sh; a Job's has no probe."""
    return {
        "name": "app",
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "command": ["sh", "-c", script],
        "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}},
        **({"readinessProbe": probe} if probe else {}),
        **more,
    }


def web(image: str) -> Manifest:
    """Return a container that answers HTTP on its own port, and is ready when it does."""
    return {
        "name": "web",
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"containerPort": WEB_PORT}],
        "readinessProbe": {"tcpSocket": {"port": WEB_PORT}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}},
    }


def deployment(name: str, container: Manifest, *, replicas: int = 1) -> Manifest:
    """Return a Deployment whose old pods go on serving until new ones are ready."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "strategy": {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [container], "terminationGracePeriodSeconds": 1},
            },
        },
    }


def job(name: str, container: Manifest, *, retries: int = 0) -> Manifest:
    """Return a Job of one pod."""
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name},
        "spec": {
            "backoffLimit": retries,
            "template": {"spec": {"containers": [container], "restartPolicy": "Never"}},
        },
    }


def absent(image: str) -> str:
    """Return the image with a tag that it has not; a colon before the last slash is its registry's port."""
    name = image.partition("@")[0]
    head, colon, tag = name.rpartition(":")
    return f"{head if colon and '/' not in tag else name}:{NO_SUCH_TAG}"
