"""What any chat may see: NAMESPACES and CLUSTERS, as globs."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from domain.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The namespaces and the contexts that may be seen.

    No contexts at all means the current one only, which has the name "".
    """

    namespaces: tuple[str, ...] = ("*",)
    contexts: tuple[str, ...] = ()

    def sees(self, namespace: str) -> bool:
        """Tell whether a namespace may be seen."""
        return any(fnmatchcase(namespace, glob) for glob in self.namespaces)

    def check_namespace(self, namespace: str) -> None:
        """Refuse a namespace that may not be seen.

        Raises:
            UserError: It is outside the bounds.
        """
        if not self.sees(namespace):
            # Without a namespace it belongs to the whole cluster, which only "*" opens.
            raise UserError("cluster.namespace-closed", namespace=namespace or "*")

    def check_context(self, context: str) -> None:
        """Refuse a context that may not be seen.

        Raises:
            UserError: It is outside the bounds.
        """
        if context and not self.allowed((context,)):
            raise UserError("cluster.context-closed", context=context)

    def allowed(self, contexts: Sequence[str]) -> tuple[str, ...]:
        """Return those of the contexts that may be seen by name."""
        return tuple(one for one in contexts if any(fnmatchcase(one, glob) for glob in self.contexts))

    def default_context(self, contexts: Sequence[str], current: str) -> str:
        """Return which of the kubeconfig's contexts is meant when none is named: the current, if allowed.

        Raises:
            UserError: None of them may be seen.
        """
        if not self.contexts:
            return current
        allowed = self.allowed(contexts)
        if not allowed:
            raise UserError("cluster.context-closed", context=current)
        return current if current in allowed else allowed[0]

    @property
    def named(self) -> tuple[str, ...] | None:
        """The namespaces when all of them are named without a wildcard, else None."""
        if any(set(glob) & set("*?[") for glob in self.namespaces):
            return None
        return self.namespaces
