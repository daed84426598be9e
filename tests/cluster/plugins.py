"""A credentials plugin for tests: a real program whose answers are files that a test writes."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cluster.certificates import Pair

#: Prints `answer`, or does what `answer` is not there for; what it was told and who it was is kept.
PROGRAM = """
import json, os, pathlib, subprocess, sys, time
folder = pathlib.Path(__file__).parent
with (folder / "asked").open("a") as asked:
    asked.write(os.environ["KUBERNETES_EXEC_INFO"] + "\\n")
if (folder / "hangs").exists():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (folder / "pids").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)
answer = folder / "answer"
if not answer.exists():
    sys.exit("Traceback: ...\\nUnable to locate credentials, token=abcdef0123456789\\n")
print(answer.read_text())
"""

VERSION = "client.authentication.k8s.io/v1"


class Told:
    """The plugin, and what it will say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "plugin.py").write_text(PROGRAM)

    def user(self, **more: Any) -> dict[str, Any]:
        """Return the user of a kubeconfig who logs in by it."""
        spec = {"apiVersion": VERSION, "command": sys.executable, "args": [str(self.folder / "plugin.py")]}
        return {"exec": {**spec, "interactiveMode": "Never", **more}}

    def gives(
        self,
        token: str = "",
        *,
        until: datetime | None = None,
        pair: Pair | None = None,
        version: str = VERSION,
    ) -> None:
        """Say this from now on."""
        status: dict[str, str] = {"token": token} if token else {}
        if until is not None:
            status["expirationTimestamp"] = until.strftime("%Y-%m-%dT%H:%M:%SZ")
        if pair is not None:
            status |= {"clientCertificateData": pair.certificate, "clientKeyData": pair.key}
        self.prints(json.dumps({"apiVersion": version, "kind": "ExecCredential", "status": status}))

    def prints(self, text: str) -> None:
        """Say just this from now on."""
        (self.folder / "hangs").unlink(missing_ok=True)
        (self.folder / "answer").write_text(text)

    def fails(self) -> None:
        """Complain and exit from now on."""
        (self.folder / "answer").unlink(missing_ok=True)

    def hangs(self) -> None:
        """Say nothing from now on, and have a child that says nothing either."""
        (self.folder / "hangs").touch()

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What it was told each time."""
        path = self.folder / "asked"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
