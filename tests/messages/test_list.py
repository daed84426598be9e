"""/list: where a watch stands, in the words of what it watches."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.job import Job, JobState, Origin, WatchSpec
from domain.watch import Target
from messages.lists import Reader, Row, job_list

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def a_row(kind: str, phase: str, condition: str) -> Row:
    target = Target(kind=kind, namespace="prod", name="api")
    spec = WatchSpec(target=target, until=NOW + timedelta(days=1), condition=condition)
    job = Job(
        id="j1",
        number=1,
        origin=Origin(chat_id=1, person_id=1),
        title=str(target),
        spec=spec,
        state=JobState.ACTIVE,
        revision=1,
        effective_from=NOW,
        created_at=NOW,
    )
    return Row(job=job, phase=phase)


@pytest.mark.parametrize(
    ("kind", "phase", "condition", "english", "german"),
    [
        ("deployment", "armed", "", "waiting for a rollout", "wartet auf ein Rollout"),
        ("deployment", "rolling", "", "rolling out", "Rollout läuft"),
        ("persistentvolumeclaim", "armed", "", "waiting for a change", "wartet auf eine Änderung"),
        ("node", "rolling", "", "changing", "ändert sich gerade"),
        ("cronjob", "armed", "", "waiting for the next run", "wartet auf den nächsten Lauf"),
        ("deployment", "rolling", "Ready", "waiting for Ready", "wartet auf Ready"),
        ("deployment", "guard", "Ready", "reported, looking out", "gemeldet, sieht noch"),
    ],
)
def test_where_a_watch_stands_is_said_in_the_words_of_its_kind(
    kind: str, phase: str, condition: str, english: str, german: str
) -> None:
    said = {
        language: "".join(
            span.text
            for span in job_list(
                (a_row(kind, phase, condition),),
                Reader(language=language, zone=ZoneInfo("UTC"), now=NOW),
                page=0,
                pages=1,
                total=1,
            ).spans
        )
        for language in ("en", "de")
    }

    assert f"prod/api · {english}" in said["en"]
    assert f"prod/api · {german}" in said["de"]
