"""The hands of an administrator: what `kubectl` would do in the suite's own namespace, over our transport."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cluster.kubernetes import dial
from cluster.route import Login
from cluster.transport import Transport
from domain.clock import SystemClock
from tests.real_cluster.manifests import Manifest

#: Between two looks at something that the cluster is making; there is no event to wait for that all have.
LOOK_EVERY_S = 0.5
PATIENCE_S = 120.0
#: What has been complete for less than three seconds, by clocks that may differ by one, is taken for rolling.
SETTLES_S = 5.0

PATHS = {"Deployment": "/apis/apps/v1", "Job": "/apis/batch/v1"}


class RefusedError(Exception):
    """The API server refused what the suite asked for; carries its status and words."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"HTTP {status}: {message}")
        self.status = status


class Hands:
    """Makes, changes and deletes objects in one namespace."""

    def __init__(self, transport: Transport, namespace: str) -> None:
        self._transport = transport
        self.namespace = namespace

    async def make(self, manifest: Manifest) -> None:
        """Create an object."""
        await self._ask("POST", self._path(manifest["kind"]), manifest)

    async def replace_container(self, name: str, container: Manifest) -> None:
        """Give a Deployment another container: what a deployment by CI does."""
        await self._change(name, lambda pod: pod.__setitem__("containers", [container]))

    async def set_variable(self, name: str, variable: str, value: str) -> None:
        """Set an environment variable in a Deployment's container: the smallest rollout."""
        await self._change(
            name, lambda pod: pod["containers"][0].__setitem__("env", [{"name": variable, "value": value}])
        )

    async def stand(self, *deployments: Manifest) -> None:
        """Let Deployments of one pod come up, and stand until nothing rolls any more."""
        for each in deployments:
            await self.make(each)
        async with asyncio.timeout(PATIENCE_S):
            for each in deployments:
                while not _is_through(await self._read(each["metadata"]["name"])):  # noqa: ASYNC110  # no event is ours here
                    await asyncio.sleep(LOOK_EVERY_S)
        await asyncio.sleep(SETTLES_S)

    async def account_without_rights(self) -> str:
        """Make a service account that may do nothing, and return a token of it."""
        path = f"/api/v1/namespaces/{self.namespace}/serviceaccounts"
        await self._ask("POST", path, {"metadata": {"name": "nobody"}})
        answer = await self._ask("POST", f"{path}/nobody/token", {"spec": {"expirationSeconds": 3600}})
        return str(answer["status"]["token"])

    async def _change(self, name: str, change: Any) -> None:
        """Read, change and write back; again when somebody (a controller) was faster."""
        while True:
            thing = await self._read(name)
            change(thing["spec"]["template"]["spec"])
            try:
                await self._ask("PUT", f"{self._path('Deployment')}/{name}", thing)
            except RefusedError as error:
                if error.status != 409:
                    raise
            else:
                return

    async def _read(self, name: str) -> Manifest:
        return await self._ask("GET", f"{self._path('Deployment')}/{name}")

    async def _ask(self, method: str, path: str, body: Manifest | None = None) -> Manifest:
        return await ask(self._transport, method, path, body)

    def _path(self, kind: str) -> str:
        return f"{PATHS[kind]}/namespaces/{self.namespace}/{kind.lower()}s"


async def ask(transport: Transport, method: str, path: str, body: Manifest | None = None) -> Manifest:
    """Ask the API server and return its answer.

    Raises:
        RefusedError: It refused.
    """
    async with transport.request(method, path, body=body) as reply:
        content = b"".join([piece async for piece in reply.chunks()])
    answer: Manifest = json.loads(content)
    if reply.status >= 300:
        raise RefusedError(reply.status, str(answer.get("message")))
    return answer


@asynccontextmanager
async def a_namespace(kubeconfig: str) -> AsyncIterator[Hands]:
    """Yield hands for a new namespace, which is deleted with all that is in it afterwards."""
    transport = await dial(Login(kubeconfig=kubeconfig), SystemClock())
    name = f"nightjar-test-{secrets.token_hex(4)}"
    try:
        await ask(transport, "POST", "/api/v1/namespaces", {"metadata": {"name": name}})
        try:
            await _default_account(transport, name)
            yield Hands(transport, name)
        finally:
            await ask(transport, "DELETE", f"/api/v1/namespaces/{name}")
    finally:
        await transport.close()


async def _default_account(transport: Transport, namespace: str) -> None:
    """Wait for the account that pods run as: pods made before it are refused."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                await ask(transport, "GET", f"/api/v1/namespaces/{namespace}/serviceaccounts/default")
            except RefusedError as error:
                if error.status != 404:
                    raise
                await asyncio.sleep(LOOK_EVERY_S)
            else:
                return


def _is_through(thing: Manifest) -> bool:
    """Whether the pod of a Deployment is ready and no other stands beside it."""
    status = thing.get("status") or {}
    counted = [status.get(each) for each in ("replicas", "updatedReplicas", "availableReplicas")]
    seen = status.get("observedGeneration") == thing["metadata"]["generation"]
    return seen and counted == [1] * 3
