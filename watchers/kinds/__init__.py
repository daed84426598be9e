"""The kinds of objects that can be watched: one module each, one line each."""

from watchers.kinds.daemonset import DaemonSet
from watchers.kinds.deployment import Deployment
from watchers.kinds.job import Job
from watchers.kinds.pod import Pod
from watchers.kinds.replicaset import ReplicaSet
from watchers.kinds.statefulset import StatefulSet
from watchers.view import Kind

KINDS: tuple[Kind, ...] = (Deployment(), StatefulSet(), DaemonSet(), Job(), ReplicaSet(), Pod())

_BY_WORD = {word: kind for kind in KINDS for word in (kind.name, *kind.aliases)}


def kind_named(word: str) -> Kind | None:
    """Return the kind that the word means ("deploy", "Deployments", "deployments.apps"), None for others."""
    return _BY_WORD.get(word.lower())
