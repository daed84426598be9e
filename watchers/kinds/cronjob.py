"""CronJob: its next run is watched, by the rules of a Job; the revision is the newest job that it made.

A run that does not begin at its time is missed: jobs that are still going on explain it where the policy is
Forbid. Times are those of the schedule's own zone, or of the controller's (UTC unless said otherwise).
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cluster.snapshot import Json, Snapshot
from domain.trigger import next_due
from domain.trigger_cron import cron
from domain.trigger_kinds import Calendar
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers import rules
from watchers.kinds.job import Job
from watchers.kinds.reading import fingerprint_of, object_of
from watchers.moments import moment
from watchers.view import Trouble, View


class CronJob:
    """A CronJob of batch/v1."""

    name = "cronjob"
    aliases = ("cronjobs", "cj", "cronjob.batch", "cronjobs.batch", "cj.batch")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the CronJob's newest run, or of its waiting for the first."""
        thing = object_of(snapshot)
        newest = max(snapshot.jobs, key=_made_at, default=None)
        view = _run(newest, snapshot) if newest is not None else _none_yet(thing)
        suspended = bool(thing["spec"].get("suspend"))
        has_ended = view.ending is not None or newest is None
        return replace(
            view,
            uid=reading.uid(thing),
            template=fingerprint_of(thing["spec"]),
            is_paused=suspended and has_ended,
            is_complete=has_ended,
            recurs=True,
            cleans_up=False,
            troubles=() if suspended else tuple(_missed(thing, snapshot)),
            state=_state(thing, view, suspended=suspended) if has_ended else None,
            notes=(*view.notes, *(() if suspended else _next_run(thing))),
        )


def _run(job: Json, snapshot: Snapshot) -> View:
    pods = tuple(pod for pod in snapshot.pods if reading.owner_uid(pod) == reading.uid(job))
    return Job().read(replace(snapshot, object=job, pods=pods))


def _none_yet(thing: Json) -> View:
    return View(uid=reading.uid(thing), revision="none yet", comes_to_an_end=True, figures=Figures(wanted=1))


def _made_at(job: Json) -> tuple[str, str]:
    return str(job["metadata"].get("creationTimestamp") or ""), reading.name(job)


def _last_at(thing: Json) -> datetime | None:
    last = (thing.get("status") or {}).get("lastScheduleTime")
    return moment(last or thing["metadata"].get("creationTimestamp"))


def due_after(thing: Json, after: datetime) -> datetime | None:
    """Return when the schedule is due next; None for one that we cannot read."""
    try:
        zone = ZoneInfo(str(thing["spec"].get("timeZone") or "UTC"))
        trigger = Calendar(rules=(cron(str(thing["spec"].get("schedule") or "")),), zone=zone)
    except (ValueError, LookupError, OSError):
        return None
    return next_due(trigger, after=after.astimezone(UTC))


def _next_at(thing: Json) -> datetime | None:
    last = _last_at(thing)
    return due_after(thing, last) if last is not None else None


def _missed(thing: Json, snapshot: Snapshot) -> tuple[Trouble, ...]:
    """Return the sign that the next run has not begun, from the moment on at which it is too late for it."""
    is_busy = bool((thing.get("status") or {}).get("active")) or any(
        not _is_over(job) for job in snapshot.jobs
    )
    if thing["spec"].get("concurrencyPolicy") == "Forbid" and is_busy:
        return ()
    if (at := _next_at(thing)) is None:
        return ()
    late_s = max(float(thing["spec"].get("startingDeadlineSeconds") or 0), rules.MISSED_S)
    due = at + timedelta(seconds=late_s)
    # Another schedule may make up for a time that is past already: it is given as long as a new one.
    schedule = str(thing["spec"].get("schedule") or "")
    missed = Trouble(
        family="schedule", reason="Missed", message=_stamp(at), subject=schedule, at=due, due=due
    )
    return (missed,)


def _is_over(job: Json) -> bool:
    return any(
        (reading.condition(job, kind) or {}).get("status") == "True" for kind in ("Complete", "Failed")
    )


def _state(thing: Json, view: View, *, suspended: bool) -> Note:
    if suspended:
        return Note(word="cron-suspended")
    if view.ending is None:
        return Note(word="cron-waits")
    last = (thing.get("status") or {}).get("lastScheduleTime")
    return Note(word="cron-ran-well" if view.ending.is_good else "cron-ran-badly", at=moment(last))


def _next_run(thing: Json) -> tuple[Note, ...]:
    at = _next_at(thing)
    return (Note(word="cron-next", at=at),) if at is not None else ()


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
