"""APScheduler 3.11 with its SQLAlchemy store on a SQLite file, in a process of its own.

    python benchmarks/engines/theirs.py FILE JOBS

The file is filled beforehand, in one transaction, with what `add_job` would have stored. It runs as its user
guide says, with two kindnesses: no run is dropped for being late (its own grace is one second), and a run has
nothing to do but note when it began. Commands come line by line: "plan T COUNT PER_S" adds jobs from T on,
"report" prints how late each began, as JSON.
"""

import json
import pickle
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

#: When each job function was entered, in seconds after its slot.
entered: list[float] = []
_lock = threading.Lock()


class Watched(BackgroundScheduler):  # type: ignore[misc]  # it has no types
    """Their scheduler, with its ten threads; tells when a pass is through."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.through = threading.Event()

    def _process_jobs(self) -> Any:
        wait_s = super()._process_jobs()
        self.through.set()
        return wait_s


def note(slot: float) -> None:
    """Be the job."""
    late = time.time() - slot  # noqa: TID251  # another clock than the engine's own
    with _lock:
        entered.append(late)


def daily_jobs(scheduler: Watched, slots: list[datetime], *, prefix: str) -> Iterator[Job]:
    """Yield a daily job for each of the slots, due then for the first time."""
    for number, slot in enumerate(slots):
        yield Job(
            scheduler,
            id=f"{prefix}{number}",
            func=note,
            args=(slot.timestamp(),),
            kwargs={},
            trigger=CronTrigger(hour=slot.hour, minute=slot.minute, second=slot.second, timezone=UTC),
            executor="default",
            name=f"heat pumps {number}",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=slot,
        )


def fill(store: SQLAlchemyJobStore, jobs: Iterator[Job]) -> None:
    """Write the jobs as `add_job` would, but in one transaction."""
    rows = [
        {
            "id": job.id,
            "next_run_time": job.next_run_time.timestamp(),
            "job_state": pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL),
        }
        for job in jobs
    ]
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)


def slots_from(first: datetime, count: int, per_s: float) -> list[datetime]:
    """Return so many moments: so many on each whole second, or all on the first for 0."""
    step = int(per_s) or count
    return [first + timedelta(seconds=number // step) for number in range(count)]


def main() -> None:
    """Fill the file, start, obey."""
    path, count = sys.argv[1], int(sys.argv[2])
    store = SQLAlchemyJobStore(url=f"sqlite:///{path}")
    scheduler = Watched(timezone=UTC)
    store.start(scheduler, "default")
    far = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1, hours=1)
    fill(store, daily_jobs(scheduler, slots_from(far, count, 1.0), prefix="far"))
    store.shutdown()

    began = time.perf_counter()
    store = SQLAlchemyJobStore(url=f"sqlite:///{path}")
    scheduler.add_jobstore(store)
    scheduler.start()
    scheduler.through.wait()
    print(json.dumps({"first_pass_s": time.perf_counter() - began}), flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "plan":
            slots = slots_from(datetime.fromtimestamp(float(rest[0]), UTC), int(rest[1]), float(rest[2]))
            fill(store, daily_jobs(scheduler, slots, prefix=f"{rest[0]}-"))
            entered.clear()
            scheduler.wakeup()
        print(json.dumps(entered), flush=True)
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main()
