"""The kinds of objects that can be watched: one module each, one line each; others by their conditions."""

from watchers.kinds.claim import PersistentVolumeClaim
from watchers.kinds.cronjob import CronJob
from watchers.kinds.custom import custom
from watchers.kinds.daemonset import DaemonSet
from watchers.kinds.deployment import Deployment
from watchers.kinds.job import Job
from watchers.kinds.known import WORDS
from watchers.kinds.node import Node
from watchers.kinds.pod import Pod
from watchers.kinds.replicaset import ReplicaSet
from watchers.kinds.service import Service
from watchers.kinds.statefulset import StatefulSet
from watchers.view import Kind

#: What is looked through for a name without a kind: a Service mostly shares its name with what is behind it.
BY_NAME: tuple[Kind, ...] = (
    Deployment(),
    StatefulSet(),
    DaemonSet(),
    Job(),
    ReplicaSet(),
    Pod(),
    CronJob(),
)
KINDS: tuple[Kind, ...] = (*BY_NAME, PersistentVolumeClaim(), Service(), Node())

_BY_WORD = {word: kind for kind in KINDS for word in (kind.name, *kind.aliases)}

#: (word, kind) pairs that a sentence may name a kind with; other kinds are named with their group.
VOCABULARY: tuple[tuple[str, str], ...] = (*((word, kind.name) for word, kind in _BY_WORD.items()), *WORDS)


def kind_named(word: str) -> Kind | None:
    """Return the kind that the word means ("deploy", "Deployments", "deployments.apps"), None for others."""
    return _BY_WORD.get(word.lower()) or custom(word.lower())
