"""Service: done when somebody answers behind it, and when its address is there if it asks for one.

Nobody else looks at the endpoints (watch-rules A.1): a Service is "there" as soon as it is applied. No ready
endpoint while pods are Ready means that the selector or the port fits none of them.
"""

from collections.abc import Iterator

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.reading import fingerprint_of, object_of, ready_pods
from watchers.view import Trouble, View

_READ = ("selector", "ports", "type", "externalName", "externalIPs", "clusterIP")


class Service:
    """A Service of v1."""

    name = "service"
    aliases = ("services", "svc")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the Service in the snapshot."""
        service = object_of(snapshot)
        spec = service["spec"]
        is_alias = spec.get("type") == "ExternalName"
        ready, total = endpoints(snapshot.beside.get("endpointslice", ()))
        has_address = spec.get("type") != "LoadBalancer" or bool(_addresses(service))
        complete = is_alias or (ready > 0 and has_address)
        return View(
            uid=reading.uid(service),
            revision=fingerprint_of({key: spec[key] for key in _READ if key in spec}),
            is_complete=complete,
            # One at least is wanted: that none is left is a fall, and not a scale-down.
            figures=Figures(wanted=max(1, total), ready=ready),
            soak_s=0.0,
            troubles=()
            if is_alias
            else tuple(_troubles(service, snapshot, ready=ready, address=has_address)),
            state=_state(service, ready=ready, total=total, has_address=has_address),
        )


def endpoints(slices: tuple[Json, ...]) -> tuple[int, int]:
    """Return how many endpoints are ready and how many there are; each family of addresses holds them all."""
    by_family: dict[str, tuple[int, int]] = {}
    for one in slices:
        family = str(one.get("addressType") or "")
        known = by_family.get(family, (0, 0))
        found = one.get("endpoints") or ()
        # A condition that is not given is to be taken as true.
        ready = sum((each.get("conditions") or {}).get("ready") is not False for each in found)
        by_family[family] = (known[0] + ready, known[1] + len(found))
    return max(by_family.values(), default=(0, 0))


def _addresses(service: Json) -> tuple[str, ...]:
    given = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    found = [str(one.get("ip") or one.get("hostname") or "") for one in given]
    return tuple(found) or tuple(service["spec"].get("externalIPs") or ())


def _troubles(service: Json, snapshot: Snapshot, *, ready: int, address: bool) -> Iterator[Trouble]:
    if not address:
        yield Trouble(family="address", is_in_events=True)
    selector = service["spec"].get("selector") or {}
    if ready or not selector:
        return
    if not snapshot.pods and ready_pods(snapshot.beside.get("pod", ())):
        said = ",".join(f"{key}={value}" for key, value in sorted(selector.items()))
        yield Trouble(family="endpoints", reason="NoneSelected", message=said)
    elif ready_pods(snapshot.pods):
        ports = ", ".join(str(each.get("targetPort") or each.get("port")) for each in _ports(service))
        yield Trouble(family="endpoints", reason="NoneReady", message=ports)


def _ports(service: Json) -> tuple[Json, ...]:
    return tuple(service["spec"].get("ports") or ())


def _state(service: Json, *, ready: int, total: int, has_address: bool) -> Note:
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return Note(word="service-alias", facts=(("host", str(spec.get("externalName") or "")),))
    facts = (("ready", str(ready)), ("total", str(total)))
    if not has_address:
        return Note(word="service-no-address", facts=facts)
    if spec.get("type") == "LoadBalancer":
        return Note(word="service-address", facts=(*facts, ("address", ", ".join(_addresses(service)))))
    return Note(word="service-endpoints", facts=facts)
