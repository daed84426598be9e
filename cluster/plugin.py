"""An exec plugin of a kubeconfig: a program that prints credentials (aws, gke-gcloud-auth-plugin, kubelogin).

Ours and not the library's: that one asks again for every request when the answer names no expiry, never when
it is a certificate, leaves a program that hangs behind, and knows neither `provideClusterInfo` nor a command
beside the kubeconfig.
"""

import asyncio
import base64
import contextlib
import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cluster.faults import LoginLostError
from cluster.kubeconfig import Entry
from domain.redaction import redact

#: Real seconds; an errand has 15 in all.
PLUGIN_S = 12.0

#: Characters of what a plugin complains about.
COMPLAINT = 200

#: Where a kubeconfig keeps what it wants to tell a plugin about a cluster.
EXTENSION = "client.authentication.k8s.io/exec"

TOLD_AS_IT_IS = ("server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Credentials; `expires_at` None: until the server refuses them. All PEM, the header whole."""

    authorization: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    expires_at: datetime | None = None


class Plugin:
    """One plugin for one context."""

    def __init__(self, entry: Entry, *, longest_s: float = PLUGIN_S) -> None:
        self._entry = entry
        self._spec: Mapping[str, Any] = entry.user["exec"]
        self._longest_s = longest_s

    async def ask(self) -> Given:
        """Run the program and return what it gives.

        Raises:
            LoginLostError: It is not there, fails, hangs or makes no sense.
        """
        try:
            async with asyncio.timeout(self._longest_s):
                return self._understood(await self._run())
        except TimeoutError:
            raise self._failed(f"no answer within {self._longest_s:g} s") from None
        except OSError as error:
            raise self._failed(error.strerror or type(error).__name__) from error

    async def _run(self) -> bytes:
        process = await asyncio.create_subprocess_exec(
            str(self._spec.get("command") or ""),
            *(str(each) for each in self._spec.get("args") or ()),
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # A group of its own: plugins are scripts that start programs, and all of it is to end.
            start_new_session=True,
        )
        try:
            said, complained = await process.communicate()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode:
            raise self._failed(_last_line(complained) or f"exit {process.returncode}")
        return said

    def _environment(self) -> dict[str, str]:
        spec: dict[str, Any] = {"interactive": False}
        if self._spec.get("provideClusterInfo"):
            spec["cluster"] = self._cluster()
        own = {str(each["name"]): str(each["value"]) for each in self._spec.get("env") or ()}
        about = {"apiVersion": self._spec.get("apiVersion"), "kind": "ExecCredential", "spec": spec}
        return {**os.environ, **own, "KUBERNETES_EXEC_INFO": json.dumps(about)}

    def _cluster(self) -> dict[str, Any]:
        cluster = self._entry.cluster
        told = {key: cluster[key] for key in TOLD_AS_IT_IS if cluster.get(key)}
        if authority := cluster.get("certificate-authority-data"):
            told["certificate-authority-data"] = authority
        elif path := cluster.get("certificate-authority"):
            told["certificate-authority-data"] = base64.b64encode(Path(str(path)).read_bytes()).decode()
        for extension in cluster.get("extensions") or ():
            if extension.get("name") == EXTENSION:
                told["config"] = extension.get("extension")
        return told

    def _understood(self, said: bytes) -> Given:
        try:
            answer = json.loads(said)
            version, status = answer["apiVersion"], answer["status"]
            expires_at = _moment(status.get("expirationTimestamp"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # Not quoted: what it printed may be the token itself.
            raise self._failed("no ExecCredential") from error
        if version != self._spec.get("apiVersion"):
            raise self._failed(f"{version} instead of {self._spec.get('apiVersion')}")
        token = str(status.get("token") or "").strip()
        certificate = str(status.get("clientCertificateData") or "")
        key = str(status.get("clientKeyData") or "")
        if not token and not (certificate and key):
            raise self._failed("neither a token nor a certificate with its key")
        return Given(
            authorization=f"Bearer {token}" if token else "",
            certificate=certificate,
            key=key,
            expires_at=expires_at,
        )

    def _failed(self, reason: str) -> LoginLostError:
        command = Path(str(self._spec.get("command") or "?")).name
        return LoginLostError(self._entry.name, key="cluster.plugin-failed", command=command, reason=reason)


def _moment(text: object) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def _last_line(complained: bytes) -> str:
    lines = [line.strip() for line in complained.decode("utf-8", "replace").splitlines() if line.strip()]
    return redact(lines[-1])[:COMPLAINT] if lines else ""
