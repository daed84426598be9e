"""One container of a pod: pulled, started, probed, ended, started again.

The times are those of a real kubelet: an end is noticed up to a second late, the first restart comes at once,
later ones after 10, 20, 40 … s and the kubelet's own slowness (restarts at about 3, 16 and 44 s). The waiting
reason CrashLoopBackOff is often to be seen for a moment only: what stands meanwhile is `terminated`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.practice.kubernetes.agenda import Action, Appointment
from bot.practice.kubernetes.behaviours import Behaviour, Line
from bot.practice.kubernetes.ground import Ground
from bot.practice.kubernetes.objects import Manifest, name_of, namespace_of, nano_stamp, stamp, uid_of

#: A kubelet gets round to a restart later than its back-off says; recorded were 1.1 to 1.5 times.
_SLOWNESS = 1.3
_LONGEST_BACKOFF_S = 300.0
_BACKOFF_REPORT_S = 12.0
#: Lines that are repeated are made when somebody reads them, and this many of them.
_KEPT_LINES = 500


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of a container, for its log."""

    container_id: str
    image: str
    behaviour: Behaviour
    began: datetime
    ended: datetime | None = None
    told_to_stop: bool = False

    def text(self, now: datetime) -> str:
        """Return what it has written by `now`, with time stamps."""
        until = now if self.ended is None else min(now, self.ended)
        written = [
            (at, line.text)
            for line in self.behaviour.lines
            for at in _moments(line, self.began, until)
            if at <= until
        ]
        if self.told_to_stop and self.ended is not None and self.ended <= now and self.behaviour.last_words:
            written.append((self.ended, self.behaviour.last_words))
        written.sort(key=lambda each: each[0])
        return "".join(f"{nano_stamp(at)} {self._filled(text, at)}\n" for at, text in written[-_KEPT_LINES:])

    def _filled(self, text: str, at: datetime) -> str:
        tag = self.image.rpartition("/")[2]
        return text.replace("{time}", stamp(at)).replace("{tag}", tag)


def _moments(line: Line, began: datetime, until: datetime) -> list[datetime]:
    first = began + timedelta(seconds=line.at_s)
    if line.every_s is None or first > until:
        return [first]
    count = int((until - first).total_seconds() // line.every_s) + 1
    return [
        first + timedelta(seconds=line.every_s * number)
        for number in range(max(0, count - _KEPT_LINES), count)
    ]


class ContainerLife:
    """The life of one container, from the pull of its image to the end of its pod."""

    def __init__(self, ground: Ground, pod: Manifest, spec: Manifest, *, changed: Action, ip: str) -> None:
        self._ground = ground
        self._pod = pod
        self._spec = spec
        self._changed = changed
        self._ip = ip
        self._appointments: list[Appointment] = []
        self.name = str(spec["name"])
        self.image = str(spec["image"])
        self.behaviour = ground.behaviours.of(self.image)
        self.state: Manifest = {"waiting": {"reason": "ContainerCreating"}}
        self.last_state: Manifest = {}
        self.ready = False
        self.restarts = 0
        self.runs: list[Run] = []

    def begin(self) -> None:
        """Have the image and start: what the kubelet does once the pod has its network."""
        if self.behaviour.pull_error is not None:
            self._pull_fails()
        elif self.behaviour.pull_s is not None:
            self._tell("Pulling", f'Pulling image "{self.image}"')
            self._later(self.behaviour.pull_s, self._pulled)
        else:
            self._create()

    def stop(self) -> None:
        """End a running container as SIGTERM does, and let nothing more happen."""
        for appointment in self._appointments:
            appointment.cancel()
        self.ready = False
        if "running" in self.state:
            self.runs[-1].told_to_stop = True
            self._end(exit_code=0, reason="Completed")

    @property
    def running(self) -> bool:
        """Whether a process is there."""
        return "running" in self.state

    def status(self) -> Manifest:
        """Return its containerStatus."""
        made: Manifest = {
            "name": self.name,
            "state": self.state,
            "lastState": self.last_state,
            "ready": self.ready,
            "restartCount": self.restarts,
            "image": f"docker.io/{self.image}" if self.runs else self.image,
            "imageID": f"sha256:{_image_digest(self.image)}" if self.runs else "",
        }
        if self.runs:
            made["containerID"] = self.runs[-1].container_id
        made["started"] = self.running
        resources = self._spec.get("resources") or {}
        if self.runs and resources:
            made |= {"allocatedResources": resources.get("requests", {}), "resources": resources}
        made["volumeMounts"] = [
            {**mount, "recursiveReadOnly": "Disabled"} for mount in self._spec.get("volumeMounts") or ()
        ]
        if self.runs:
            made["user"] = {"linux": {"uid": 0, "gid": 0, "supplementalGroups": [0]}}
        return made

    def _pulled(self) -> None:
        took = f"{self.behaviour.pull_s:.3f}s"
        words = f'Successfully pulled image "{self.image}" in {took} ({took} including waiting).'
        self._tell("Pulled", f"{words} Image size: 5491892 bytes.")
        self._later(0.05, self._created)

    def _create(self) -> None:
        words = "already present on machine and can be accessed by the pod"
        self._tell("Pulled", f'Container image "{self.image}" {words}')
        self._later(0.05, self._created)

    def _created(self) -> None:
        self._tell("Created", "Container created")
        self._later(0.1, self._started)

    def _started(self) -> None:
        self._tell("Started", "Container started")
        if self.runs:
            self.restarts += 1
            self.last_state = {"terminated": self._terminated}
        now = self._ground.agenda.now
        run_id = f"containerd://{self._ground.digest()}"
        self.runs.append(Run(container_id=run_id, image=self.image, behaviour=self.behaviour, began=now))
        self.state = {"running": {"startedAt": stamp(now)}}
        probe = self._spec.get("readinessProbe")
        self.ready = probe is None
        if self.behaviour.lives_s is not None:
            self._later(self.behaviour.lives_s, self._ends_by_itself)
        if probe is not None:
            self._later(
                max(float(probe.get("initialDelaySeconds", 0)), 0.05), lambda: self._probe(len(self.runs))
            )
        self._later(0.02, self._changed)

    def _probe(self, run: int) -> None:
        if not self.running or run != len(self.runs):
            return
        age = (self._ground.agenda.now - self.runs[-1].began).total_seconds()
        ready_after = self.behaviour.ready_after_s
        if ready_after is not None and age >= ready_after:
            self.ready = True
            self._changed()
            return
        self._unhealthy(self.behaviour.probe_answer)
        self._later(float(self._spec["readinessProbe"]["periodSeconds"]), lambda: self._probe(run))

    def _unhealthy(self, answer: str | None) -> None:
        get = self._spec["readinessProbe"].get("httpGet", {})
        address = f"{self._ip}:{get.get('port', 8080)}"
        refused = (
            f'Get "http://{address}{get.get("path", "/")}": dial tcp {address}: connect: connection refused'
        )
        self._tell("Unhealthy", f"Readiness probe failed: {answer or refused}", kind="Warning")

    def _ends_by_itself(self) -> None:
        self.runs[-1].ended = self._ground.agenda.now
        # The kubelet asks the runtime once a second: an end is seen late.
        self._later(self._ground.jitter(0.7), self._noticed)

    def _noticed(self) -> None:
        self._end(exit_code=self.behaviour.exit_code, reason=self.behaviour.end_reason)
        self.ready = False
        if self._pod["spec"].get("restartPolicy") == "Never":
            self._changed()
            return
        if "readinessProbe" in self._spec and self.restarts < 2:
            self._unhealthy(None)
        if self.restarts == 0:
            self._changed()
            self._later(0.03, self._create)
            return
        self._tell_backoff()
        self._changed()
        backoff = min(10.0 * 2 ** min(self.restarts - 1, 10), _LONGEST_BACKOFF_S)
        wait = self._ground.jitter(backoff * _SLOWNESS)
        # On every second round the reason is to be seen at once, else only just before the restart.
        seen_after = 1.0 if self.restarts % 2 else wait - 0.1
        self._later(seen_after, lambda: self._wait_visibly(backoff))
        for number in range(1, int(wait / _BACKOFF_REPORT_S) + 1):
            self._later(min(number * _BACKOFF_REPORT_S, wait - 0.2), self._tell_backoff)
        self._later(wait, self._create)

    def _wait_visibly(self, backoff: float) -> None:
        self.last_state = {"terminated": self._terminated}
        words = f"back-off {_go_duration(backoff)} restarting failed container={self.name}"
        words = f"{words} pod={self._pod_words()}"
        self.state = {"waiting": {"reason": "CrashLoopBackOff", "message": words}}
        self._changed()

    def _tell_backoff(self) -> None:
        words = f"Back-off restarting failed container {self.name} in pod {self._pod_words()}"
        self._tell("BackOff", words, kind="Warning")

    def _end(self, *, exit_code: int, reason: str) -> None:
        run = self.runs[-1]
        run.ended = run.ended or self._ground.agenda.now
        self._terminated: Manifest = {
            "exitCode": exit_code,
            "reason": reason,
            "startedAt": stamp(run.began),
            "finishedAt": stamp(run.ended),
            "containerID": run.container_id,
        }
        self.state = {"terminated": self._terminated}

    def _pull_fails(self, *, first: bool = True) -> None:
        assert self.behaviour.pull_error is not None
        cause = self.behaviour.pull_error.replace("{image}", f"docker.io/{self.image}")
        self._tell("Pulling", f'Pulling image "{self.image}"')
        self._tell("Failed", f'Failed to pull image "{self.image}": {cause}', kind="Warning")
        self._tell("Failed", "Error: ErrImagePull", kind="Warning")
        if not first:
            words = f'Back-off pulling image "{self.image}": ErrImagePull: {cause}'
            self._waits("ImagePullBackOff", words)
        self._later(0.7 if first else self._ground.jitter(13.0), lambda: self._pull_backs_off(cause))

    def _pull_backs_off(self, cause: str) -> None:
        # What is reported lags one step behind what happens: recorded so (update-bad-tag).
        self._tell("BackOff", f'Back-off pulling image "{self.image}"')
        self._tell("Failed", "Error: ImagePullBackOff", kind="Warning")
        self._waits("ErrImagePull", cause)
        self._later(self._ground.jitter(12.5), lambda: self._pull_fails(first=False))

    def _waits(self, reason: str, message: str) -> None:
        self.state = {"waiting": {"reason": reason, "message": message}}
        self._changed()

    def _tell(self, reason: str, message: str, *, kind: str = "Normal") -> None:
        self._ground.tell(self._pod, reason, message, kind=kind, container=self.name)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        self._appointments = [each for each in self._appointments if each.action is not None]
        self._appointments.append(self._ground.agenda.after(seconds, action))

    def _pod_words(self) -> str:
        return f"{name_of(self._pod)}_{namespace_of(self._pod)}({uid_of(self._pod)})"


def _image_digest(image: str) -> str:
    # The same image has the same digest wherever it runs; what it is does not matter.
    return "".join(f"{(ord(letter) * (place + 7)) % 16:x}" for place, letter in enumerate((image * 64)[:64]))


def _go_duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"
