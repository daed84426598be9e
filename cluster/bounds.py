"""What any chat may see: NAMESPACES and CLUSTERS, as globs."""

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
            raise UserError("cluster.namespace-closed", namespace=namespace)

    def check_context(self, context: str) -> None:
        """Refuse a context that may not be seen.

        Raises:
            UserError: It is outside the bounds.
        """
        if context and not any(fnmatchcase(context, glob) for glob in self.contexts):
            raise UserError("cluster.context-closed", context=context)

    @property
    def named(self) -> tuple[str, ...] | None:
        """The namespaces when all of them are named without a wildcard, else None."""
        if any(set(glob) & set("*?[") for glob in self.namespaces):
            return None
        return self.namespaces
