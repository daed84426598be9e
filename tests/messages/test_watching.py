"""What is said about watches, word for word, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.causes import CAUSES
from domain.job import Job, JobState, Origin, WatchSpec
from domain.report import Report, Severity, Style
from domain.watch import Beginning, Evidence, Figures, Note, Outcome, Progress, Said, Target, Word
from domain.watchtower import FirstLook
from messages import causes, durations, notes, watching
from messages.sentences import LANGUAGES

BERLIN = ZoneInfo("Europe/Berlin")
#: A Thursday, 18:20 in Berlin.
NOW = datetime(2026, 11, 26, 17, 20, tzinfo=UTC)
API = Target(kind="deployment", namespace="prod", name="api")

_CRASH = Evidence(
    pod="api-7f-x",
    container="app",
    exit_code=1,
    ends=2,
    same_each_time=True,
    log=("Traceback (most recent call last):", "KeyError: 'DATABASE_URL'"),
    telling=("KeyError: 'DATABASE_URL'",),
    old_serving=3,
    old_version="1.4.2",
)


def a_job(target: Target = API) -> Job:
    return Job(
        id="abc123",
        number=7,
        origin=Origin(chat_id=1, person_id=1),
        title=str(target),
        spec=WatchSpec(target=target, until=NOW + timedelta(hours=24)),
        state=JobState.ACTIVE,
        revision=1,
        effective_from=NOW,
        created_at=NOW,
    )


def a_look(beginning: Beginning, outcome: Outcome, *, since: datetime | None = None) -> FirstLook:
    return FirstLook(
        target=API,
        beginning=beginning,
        outcome=outcome,
        uid="u1",
        baseline="{}",
        memory="{}",
        version="1.4.2",
        since=since,
    )


def some(word: Word, *, cause: str = "", evidence: Evidence = _CRASH) -> Said:
    return Said(
        word=word,
        uid="u1",
        revision="r2",
        cause=cause,
        version="1.4.3",
        previous_version="1.4.2",
        figures=Figures(wanted=3, updated=1),
        evidence=evidence,
        began_at=NOW - timedelta(seconds=48),
    )


def told(outcome: Said, *, language: str = "en", target: Target = API) -> Report:
    return watching.said(
        a_job(target), target, outcome, finding_id=9, language=language, zone=BERLIN, now=NOW
    )


def words_of(report: Report) -> list[list[str]]:
    return [[action.word for action in row] for row in report.actions]


def test_an_armed_watch_says_what_stands_and_what_it_will_report() -> None:
    outcome = Progress(phase="armed", version="1.4.2", figures=Figures(wanted=3, ready=3))
    look = a_look(Beginning.ARMED, outcome, since=NOW - timedelta(days=2))

    report = watching.beginning(a_job(), look, language="en", zone=BERLIN, now=NOW)

    assert report.text == (
        "👁 #7 prod/api: 3/3 ready on 1.4.2 since Tuesday, nothing is rolling out.\n"
        "I report when the next rollout is done or goes wrong (until tomorrow 18:20)."
    )
    assert words_of(report) == [["report-now", "cancel"]]
    assert [span.at for span in report.spans if span.style is Style.INSTANT] == [
        NOW - timedelta(days=2),
        NOW + timedelta(days=1),
    ]


def test_the_same_in_german() -> None:
    outcome = Progress(phase="armed", version="1.4.2", figures=Figures(wanted=3, ready=3))
    look = a_look(Beginning.ARMED, outcome, since=NOW - timedelta(days=2))

    report = watching.beginning(a_job(), look, language="de", zone=BERLIN, now=NOW)

    assert report.text == (
        "👁 #7 prod/api: 3/3 bereit mit 1.4.2 seit Dienstag, gerade wird nichts ausgerollt.\n"
        "Ich melde mich, wenn das nächste Rollout durch ist oder schiefgeht (bis morgen 18:20)."
    )


def test_progress_is_one_line_with_figures_and_time() -> None:
    outcome = Progress(
        phase="rolling",
        version="1.4.3",
        figures=Figures(wanted=3, updated=2, ready=1),
        since=NOW - timedelta(seconds=14),
    )

    report = watching.progress(a_job(), API, outcome, language="en", now=NOW)

    assert report.text == "👁 #7 prod/api: rolling out 1.4.3: updated 2/3, ready 1/3, 14 s …"
    assert report.severity is Severity.PROGRESS


def test_a_failure_says_why_quotes_the_log_and_who_still_serves() -> None:
    report = told(some(Word.FAILED, cause="crash"))

    assert report.text.splitlines() == [
        "❌ prod/api: the rollout of 1.4.3 failed after 48 s",
        "Container app stops by itself at start: exit 1, twice, the same each time.",
        "KeyError: 'DATABASE_URL'",
        "The end of the log and what changed in the environment usually tell why.",
        "1.4.2 is still serving (3/3).",
    ]
    assert [span.text for span in report.spans if span.style is Style.QUOTE] == ["KeyError: 'DATABASE_URL'"]
    assert report.severity is Severity.BAD
    assert words_of(report) == [["logs", "previous", "events", "describe"], ["watch-again", "mute"]]
    assert {action.argument for action in report.actions[0]} == {"9"}


def test_the_same_failure_in_german() -> None:
    report = told(some(Word.FAILED, cause="crash"), language="de")

    assert report.text.splitlines()[:2] == [
        "❌ prod/api: Das Rollout von 1.4.3 ist nach 48 s gescheitert",
        "Container app bricht beim Start von selbst ab: Exit 1, zweimal, jedes Mal gleich.",
    ]


def test_success_is_one_line() -> None:
    outcome = replace(
        some(Word.DONE, evidence=Evidence()),
        figures=Figures(wanted=3, updated=3, ready=3),
        began_at=NOW - timedelta(seconds=102),
        soaked_s=30.0,
    )

    report = told(outcome)

    assert report.text == ("✅ prod/api: 1.4.3 is rolled out after 1 min 12 s: 3/3 ready, steady for 30 s.")
    assert words_of(report) == [["watch-again"]]


def test_errors_in_the_log_of_a_success_are_quoted() -> None:
    evidence = Evidence(error_lines=14, telling=("ERROR no connection",), pod="api-1")

    report = told(some(Word.DONE, cause="errors-in-log", evidence=evidence))

    assert report.text.splitlines()[1:] == ["Up, but its log holds errors (14 lines):", "ERROR no connection"]
    assert words_of(report)[0] == ["logs", "previous", "events", "describe"]


def test_a_rollback_says_what_was_given_up_and_why() -> None:
    outcome = replace(
        some(Word.ROLLED_BACK, cause="crash"),
        version="1.4.2",
        previous_version="1.4.3",
        figures=Figures(wanted=3, ready=3),
    )

    report = told(outcome)

    assert report.text.splitlines() == [
        "↩️ prod/api: rolled back to 1.4.2, 3/3 ready",
        "1.4.3 was given up: a container stops by itself.",
    ]


def test_what_was_given_up_is_not_called_by_the_name_of_what_is_there_again() -> None:
    same = replace(some(Word.ROLLED_BACK, cause="crash"), version="1.4.2", previous_version="1.4.2")

    assert told(same).text.splitlines()[1:] == ["The update was given up: a container stops by itself."]
    assert told(replace(same, cause="")).text.splitlines()[1:] == ["The update was given up."]


def test_an_object_that_is_not_there_can_be_waited_for() -> None:
    report = watching.not_there(a_look(Beginning.NOT_THERE, Progress(phase="not-there")), language="en")

    assert report.text == "There is no deployment api in prod."
    assert words_of(report) == [["wait"]]


def test_a_failure_at_the_first_look_is_a_warning_with_its_buttons() -> None:
    look = a_look(Beginning.ALREADY_FAILING, some(Word.ALREADY_FAILING, cause="crash"))

    report = watching.beginning(a_job(), look, language="en", zone=BERLIN, now=NOW, finding_id=4)

    assert report.text.startswith("⚠️ #7 prod/api: 1.4.3 is failing already (0/3 ready).\nContainer app")
    assert report.severity is Severity.WARNING
    assert words_of(report) == [["logs", "previous", "events", "describe"], ["report-now", "cancel"]]


def test_a_rollout_without_end_can_be_watched_on() -> None:
    outcome = replace(some(Word.EXPIRED, cause="still-rolling"), began_at=NOW - timedelta(minutes=61))

    report = told(outcome)

    assert report.text == (
        "⏳ prod/api: 1.4.3 is still not done after 1 h 1 min, and nothing has moved for an hour: "
        "updated 1/3, ready 0/3"
    )
    assert words_of(report)[0] == ["keep-watching"]


def test_an_armed_watch_ends_with_a_word() -> None:
    report = told(some(Word.EXPIRED))

    assert report.text == "⌛ #7 prod/api: nothing was rolled out in this time; I stop watching."


def test_lost_sight_is_said_and_taken_back() -> None:
    lost = told(replace(some(Word.LOST_SIGHT), began_at=NOW - timedelta(minutes=4)))
    regained = told(replace(some(Word.SIGHT_REGAINED), began_at=NOW - timedelta(minutes=4)))

    login = told(replace(some(Word.LOST_SIGHT, cause="login-lost"), began_at=NOW - timedelta(minutes=4)))

    assert "since 18:16: the cluster does not answer" in lost.text
    assert "login" in login.text
    assert regained.text == "👁 I see prod/api again, after 4 min."


def test_a_paused_rollout_says_how_to_resume_it() -> None:
    report = told(some(Word.PAUSED, evidence=Evidence()))

    assert report.text.splitlines()[1] == "Resume it with kubectl rollout resume deployment/api -n prod"


def test_a_job_is_through_and_not_rolled_out() -> None:
    job = Target(kind="job", namespace="prod", name="import")

    report = told(some(Word.DONE, evidence=Evidence()), target=job)

    assert report.text == "✅ prod/import is through after 48 s."


@pytest.mark.parametrize(
    ("failed", "language", "words"),
    [
        ("1", "en", "1 pod has failed (backoffLimit 0)."),
        ("2", "en", "2 pods have failed (backoffLimit 0)."),
        ("1", "de", "1 Pod ist gescheitert (backoffLimit 0)."),
        ("3", "de", "3 Pods sind gescheitert (backoffLimit 0)."),
    ],
)
def test_the_failed_tries_of_a_job_are_counted_as_people_count(
    failed: str, language: str, words: str
) -> None:
    remark = Note(word="job-failures", facts=(("failed", failed), ("limit", "0")))

    assert "".join(span.text for span in notes.note(language, remark, now=NOW)) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_its_sentence_its_hint_and_a_few_words(cause: str, language: str) -> None:
    sentence = causes.sentence(language, cause, _CRASH, API)
    hint = causes.hint(language, cause, _CRASH)

    assert "".join(span.text for span in sentence)
    assert "".join(span.text for span in hint)
    assert causes.in_short(language, cause)


@pytest.mark.parametrize("code", [126, 127, 139])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exit_code_with_a_meaning_is_explained(language: str, code: int) -> None:
    hint = causes.hint(language, "crash", replace(_CRASH, exit_code=code))

    assert f"Exit {code}" in "".join(span.text for span in hint)


@pytest.mark.parametrize(
    ("reason", "message", "names"),
    [
        ("FailedPostStartHook", "PostStartHook failed", "lifecycle.postStart"),
        ("CreateContainerConfigError", "container has runAsNonRoot and image will run as root", "runAsUser"),
        ("CreateContainerConfigError", "image has non-numeric user (app), cannot verify", "runAsUser"),
        ("StartError", 'exec: "serve": executable file not found in $PATH', "args"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_started_has_the_hint_that_fits(
    reason: str, message: str, names: str, language: str
) -> None:
    hint = causes.hint(language, "start-error", Evidence(container="app", reason=reason, message=message))

    assert names in "".join(span.text for span in hint)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", list(Word))
def test_every_word_can_be_said(word: Word, language: str) -> None:
    assert told(some(word, cause="crash"), language=language).text


@pytest.mark.parametrize(
    ("cause", "evidence", "sentence"),
    [
        (
            "config-missing",
            Evidence(container="app", message='configmap "settings" not found'),
            "ConfigMap settings does not exist in prod.",
        ),
        (
            "config-missing",
            Evidence(container="app", message="couldn't find key url in Secret prod/db"),
            "Secret db in prod has no key url.",
        ),
        (
            "unschedulable",
            Evidence(message='0/1 nodes are available: 1 persistentvolumeclaim "data" not found.'),
            'Its volume is not there: 1 persistentvolumeclaim "data" not found',
        ),
        (
            "image-not-found",
            Evidence(image="web:9", reason="ErrImageNeverPull"),
            "Image web:9 is not on the node and may not be pulled (imagePullPolicy Never).",
        ),
        (
            "start-error",
            Evidence(
                container="app",
                reason="FailedPostStartHook",
                message='Exec lifecycle hook ([sh -c exit 3]) for Container "app" in Pod "p_x(1)" failed - '
                "error: command 'sh -c exit 3' exited with 3: , message: \"\"",
            ),
            "Container app starts, but its postStart hook fails: command 'sh -c exit 3' exited with 3",
        ),
        (
            "start-error",
            Evidence(container="app", reason="FailedPostStartHook", message="PostStartHook failed"),
            "Container app starts, but its postStart hook fails.",
        ),
        (
            "evicted",
            Evidence(message='volume "c" exceeds the limit "1Mi". '),
            'Pods are evicted for running over their own storage: volume "c" exceeds the limit "1Mi".',
        ),
        (
            "job-failed",
            Evidence(container="app", exit_code=4, message="it reached its limit"),
            "Container app ended with exit 4, and the job gave up: it reached its limit",
        ),
        (
            "job-failed",
            Evidence(message="Job has reached the specified backoff limit"),
            "The job gave up: Job has reached the specified backoff limit",
        ),
        (
            "unschedulable",
            Evidence(
                message="0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
                "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
            ),
            "No node fits: 1 Insufficient cpu",
        ),
        (
            "quota",
            Evidence(message='pods "a-b" is forbidden: exceeded quota: small, requested: pods=1'),
            "Kubernetes refuses new pods: exceeded quota: small, requested: pods=1",
        ),
        (
            "oom",
            Evidence(container="app", exit_code=137, ends=3, memory_limit="64Mi"),
            "Container app was killed over its memory limit of 64Mi, 3 times.",
        ),
        (
            "crash",
            Evidence(container="app", exit_code=0, ends=2),
            "Container app ends normally (exit 0, twice), but should keep running.",
        ),
        (
            "not-ready",
            Evidence(container="web", probe="GET :8080/nope", message="statuscode: 404"),
            "Container web runs, but does not become ready (GET :8080/nope): statuscode: 404",
        ),
    ],
)
def test_a_cause_names_what_the_cluster_named(cause: str, evidence: Evidence, sentence: str) -> None:
    said = causes.sentence("en", cause, evidence, API)

    assert "".join(span.text for span in said) == sentence


def test_a_long_message_of_the_cluster_is_cut() -> None:
    assert len(causes.telling("x" * 1000)) == causes.LONGEST_MESSAGE


def test_a_message_of_the_cluster_is_shown_without_its_secrets() -> None:
    message = "failed to fetch https://bot:hunter2hunter2@registry.example/v2/: 401 Unauthorized"

    assert "hunter2" not in causes.telling(message)
    assert "401 Unauthorized" in causes.telling(message)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (48, "48 s"), (72, "1 min 12 s"), (120, "2 min"), (7500, "2 h 5 min"), (273600, "3 d 4 h")],
)
def test_durations_have_two_units_at_most(seconds: int, words: str) -> None:
    assert durations.duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["deployment", "job"])
@pytest.mark.parametrize(
    ("word", "cause"),
    [
        (Word.DONE, ""),
        (Word.DONE, "recovered"),
        (Word.DONE, "scaled-to-zero"),
        (Word.FAILED, "crash"),
        (Word.ROLLED_BACK, "crash"),
        (Word.DELETED, ""),
        (Word.EXPIRED, ""),
        (Word.EXPIRED, "still-rolling"),
    ],
)
@pytest.mark.parametrize("began_at", [None, NOW - timedelta(seconds=48)])
def test_the_line_says_in_one_short_line_what_became_of_it(
    language: str, kind: str, word: Word, cause: str, began_at: datetime | None
) -> None:
    target = replace(API, kind=kind)
    outcome = replace(some(word, cause=cause), began_at=began_at)

    report = watching.became(a_job(target), target, outcome, language=language, now=NOW)

    assert report.text.startswith("👁 #7 prod/api: ")
    assert len(report.text) < 80
    assert report.actions == ()


def test_a_failed_rollout_is_told_in_its_line_too() -> None:
    report = watching.became(a_job(), API, some(Word.FAILED, cause="crash"), language="en", now=NOW)

    assert report.text == "👁 #7 prod/api: 1.4.3 failed after 48 s, see below."
