"""What stands around the workloads: endpoints behind Services, volumes for claims, certificates, nodes.

Each follows its controller in what a watcher sees: an endpoint is ready when its pod is, and a named port
that no container has gets none; a claim is bound some seconds after it is asked for, when its first pod
comes, or never; a certificate is issued in between "Issuing" and "Ready".
"""

from datetime import timedelta

from bot.practice.kubernetes import pod_status
from bot.practice.kubernetes.controllers import WorkQueue
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.objects import Manifest, copied, labels_of, name_of, namespace_of, stamp, uid_of
from bot.practice.kubernetes.store import Key

SERVICE_LABEL = "kubernetes.io/service-name"
_PROVISION_S = 4.0
_AGAIN_S = 15.0
_ISSUE_S = 12.0


class Endpoints:
    """Keeps one EndpointSlice behind each Service."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.queue = WorkQueue(ground, self._round, delay_s=0.05)

    def wake(self, pod: Manifest) -> None:
        """Look at the Services that a pod may be behind."""
        for service in self._ground.store.all("services"):
            if namespace_of(service) == namespace_of(pod) and _selects(service, pod):
                self.queue.add(key_of(service))

    def _round(self, key: Key) -> None:
        service = self._ground.store.get("services", *key)
        if service is None or not service["spec"].get("selector"):
            return
        pods = [
            pod
            for pod in self._ground.store.all("pods")
            if namespace_of(pod) == key[0] and _selects(service, pod)
        ]
        found = [_endpoint(pod) for pod in pods if pod["status"].get("podIP") and _has_port(service, pod)]
        slice_key = (key[0], f"{key[1]}-endpoints")
        current = self._ground.store.get("endpointslices", *slice_key)
        if current is not None:
            self._ground.update("endpointslices", {**current, "endpoints": found})
            return
        owner = {
            "apiVersion": "v1",
            "kind": "Service",
            "name": key[1],
            "uid": uid_of(service),
            "controller": True,
        }
        made: Manifest = {
            "metadata": {
                "name": slice_key[1],
                "namespace": key[0],
                "labels": {SERVICE_LABEL: key[1]},
                "ownerReferences": [owner],
            },
            "addressType": "IPv4",
            "endpoints": found,
        }
        self._ground.store.create("endpointslices", self._ground.with_uid(made), now=self._ground.agenda.now)


class Claims:
    """Gives claims their volumes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def begin(self, claim: Manifest) -> None:
        """Bind a new claim, or say why it is not bound."""
        self._ground.agenda.after(_PROVISION_S, lambda: self._provide(key_of(claim), uid_of(claim)))

    def _provide(self, key: Key, uid: str) -> None:
        claim = self._ground.store.get("persistentvolumeclaims", *key)
        if claim is None or uid_of(claim) != uid:
            return
        wanted = claim["spec"].get("storageClassName", "")
        found = self._ground.store.get("storageclasses", "", wanted)
        if found is None:
            words = f'storageclass.storage.k8s.io "{wanted}" not found'
            self._wait(claim, "ProvisioningFailed", words, kind="Warning")
        elif found["volumeBindingMode"] == "WaitForFirstConsumer" and not self._is_used(claim):
            self._wait(
                claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding"
            )
        else:
            self._bind(claim)

    def _wait(self, claim: Manifest, reason: str, words: str, *, kind: str = "Normal") -> None:
        self._ground.tell(claim, reason, words, kind=kind, by="persistentvolume-controller")
        key, uid = key_of(claim), uid_of(claim)
        self._ground.agenda.after(_AGAIN_S, lambda: self._provide(key, uid))

    def _is_used(self, claim: Manifest) -> bool:
        return any(
            (volume.get("persistentVolumeClaim") or {}).get("claimName") == name_of(claim)
            for pod in self._ground.store.all("pods")
            if namespace_of(pod) == namespace_of(claim)
            for volume in pod["spec"].get("volumes") or ()
        )

    def _bind(self, claim: Manifest) -> None:
        made = copied(claim)
        made["spec"]["volumeName"] = f"pvc-{uid_of(claim)}"
        made["status"] = {"phase": "Bound", "capacity": dict(claim["spec"]["resources"]["requests"])}
        self._ground.update("persistentvolumeclaims", made)


class Certificates:
    """Issues certificates."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def begin(self, certificate: Manifest) -> None:
        """Issue a new certificate; one whose issuer does not exist is tried once."""
        key = key_of(certificate)
        self._say(key, ("Ready", "False", "DoesNotExist", "Issuing certificate as Secret does not exist"))
        self._say(key, ("Issuing", "True", "DoesNotExist", "Issuing certificate as Secret does not exist"))
        self._ground.agenda.after(_ISSUE_S, lambda: self._end(key))

    def _end(self, key: Key) -> None:
        certificate = self._ground.store.get("certificates", *key)
        if certificate is None:
            return
        if certificate["spec"].get("issuerRef", {}).get("name") == "nobody":
            words = 'The certificate request has failed to complete: issuer "nobody" not found'
            self._say(key, ("Issuing", "False", "Failed", words))
            return
        self._say(key, ("Issuing", "False", "Issued", ""))
        until = stamp(self._ground.agenda.now + timedelta(days=90))
        self._say(
            key, ("Ready", "True", "Ready", "Certificate is up to date and has not expired"), notAfter=until
        )

    def _say(self, key: Key, words: tuple[str, str, str, str], **more: str) -> None:
        certificate = self._ground.store.find("certificates", *key)
        now = stamp(self._ground.agenda.now)
        names = ("type", "status", "reason", "message")
        made = {**dict(zip(names, words, strict=True)), "lastTransitionTime": now, "observedGeneration": 1}
        others = [each for each in certificate["status"].get("conditions") or () if each["type"] != words[0]]
        status = {**certificate["status"], "conditions": [*others, made], **more}
        self._ground.set_status("certificates", certificate, status)


def _selects(service: Manifest, pod: Manifest) -> bool:
    selector = service["spec"].get("selector") or {}
    labels = labels_of(pod)
    return bool(selector) and all(labels.get(key) == value for key, value in selector.items())


def _has_port(service: Manifest, pod: Manifest) -> bool:
    """Tell whether the pod has the Service's ports; a number is believed, as the real controller does."""
    known = {port.get("name") for each in pod["spec"]["containers"] for port in each.get("ports") or ()}
    wanted = {port.get("targetPort") for port in service["spec"].get("ports") or ()}
    return all(not isinstance(port, str) or port in known for port in wanted)


def _endpoint(pod: Manifest) -> Manifest:
    leaving = "deletionTimestamp" in pod["metadata"]
    ready = pod_status.is_ready(pod) and not leaving
    return {
        "addresses": [pod["status"]["podIP"]],
        "conditions": {"ready": ready, "serving": pod_status.is_ready(pod), "terminating": leaving},
        "nodeName": pod["spec"].get("nodeName", ""),
        "targetRef": {
            "kind": "Pod",
            "namespace": namespace_of(pod),
            "name": name_of(pod),
            "uid": uid_of(pod),
        },
    }
