"""Who may do what: everything, unless a rule denies it.

Rules are what a cluster's administrator forgot to grant; a denied request gets the real server's 403, and a
SelfSubjectAccessReview answers what the request itself would meet.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.practice.kubernetes.objects import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """What is not allowed; each part is a pattern, `*` by default.

    `but_named` is what a Role grants all the same with `resourceNames`: these objects, one by one.
    """

    verb: str = "*"
    resource: str = "*"
    namespace: str = "*"
    but_named: tuple[str, ...] = ()

    def covers(self, verb: str, resource: str, namespace: str, name: str = "") -> bool:
        """Tell whether this rule denies that access; `name` is the one object that is asked for."""
        return (
            name not in self.but_named
            and fnmatchcase(verb, self.verb)
            and fnmatchcase(resource, self.resource)
            and fnmatchcase(namespace, self.namespace)
        )


class Access:
    """Answers whether the one user of this server may do something."""

    USER = "system:serviceaccount:nightjar:nightjar"

    def __init__(self, denials: tuple[Denial, ...] = ()) -> None:
        self.denials = denials

    def allows(self, verb: str, resource: str, namespace: str, name: str = "") -> bool:
        """Tell whether no rule denies it; `resource` may be `pods/log`."""
        return not any(rule.covers(verb, resource, namespace, name) for rule in self.denials)

    def review(self, asked: Manifest) -> Manifest:
        """Return a SelfSubjectAccessReview with its answer."""
        spec = asked.get("spec") or {}
        wanted = spec.get("resourceAttributes") or {}
        resource = str(wanted.get("resource", ""))
        if wanted.get("subresource"):
            resource = f"{resource}/{wanted['subresource']}"
        verb, namespace = str(wanted.get("verb", "")), str(wanted.get("namespace", ""))
        allowed = self.allows(verb, resource, namespace, str(wanted.get("name", "")))
        status: Manifest = {"allowed": allowed}
        if allowed:
            status["reason"] = 'RBAC: allowed by ClusterRoleBinding "practice"'
        return {
            "kind": "SelfSubjectAccessReview",
            "apiVersion": "authorization.k8s.io/v1",
            "metadata": {},
            "spec": spec,
            "status": status,
        }
