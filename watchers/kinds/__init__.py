"""The kinds of objects that can be watched: one module each, one line each."""

from watchers.kinds.deployment import Deployment
from watchers.view import Kind

KINDS: tuple[Kind, ...] = (Deployment(),)

_BY_WORD = {word: kind for kind in KINDS for word in (kind.name, *kind.aliases)}


def kind_named(word: str) -> Kind | None:
    """Return the kind that the word means ("deploy", "Deployments", "deployments.apps"), None for others."""
    return _BY_WORD.get(word.lower())
