"""Beginning a watch, looking, and what the buttons show: the errands themselves, through the port."""

import json
from dataclasses import replace
from datetime import timedelta

from domain.job import JobState, WatchSpec, decode_spec
from domain.report import Severity
from domain.watch import Beginning, Evidence, Patience, Progress, Said, Target, Word
from domain.watchtower import Keepsake
from messages.sentences import text
from storage import chats, findings
from tests.errands.house import API, BEGINNING, CHAT, House, seen, stands

STAGING = replace(API, namespace="staging")
CRASH = Said(
    word=Word.ALREADY_FAILING,
    uid="uid-api",
    revision="4",
    cause="crash",
    version="1.4.3",
    evidence=Evidence(pod="api-6d8-x2x", container="app", exit_code=1, ends=3),
)
LOGS = Keepsake(word="logs", name="api-6d8-x2x.app.log", text="starting\nKeyError: 'DATABASE_URL'\n", note="")


async def test_a_watch_is_written_with_its_answer(house: House) -> None:
    key = await house.ask("watch", name="api", kind="deployment")
    answer = await house.answered(key)

    job = await house.one("SELECT * FROM job")
    watch = await house.one("SELECT * FROM watch")
    assert job is not None
    assert watch is not None
    spec = decode_spec(job["spec"])
    assert isinstance(spec, WatchSpec)
    assert spec.target == API
    assert spec.until == BEGINNING + timedelta(hours=24)
    assert (watch["phase"], watch["line_key"]) == ("armed", key)
    assert "#1 prod/api" in answer.text
    assert [action.word for row in answer.actions for action in row] == ["report-now", "cancel"]


async def test_several_that_fit_are_asked_about_and_the_wish_is_kept(house: House) -> None:
    house.cluster.looks = [stands(API), stands(STAGING)]

    key = await house.ask("watch", name="api", patience="patient")
    answer = await house.answered(key)

    question = await house.question(key)
    assert question is not None
    word, kept = question
    assert answer.text == text("en", "errands.which")
    assert [row[0].label for row in answer.actions] == ["deployment prod/api", "deployment staging/api"]
    assert word == "pick"
    assert kept["patience"] == "patient"
    assert Target.decode(json.loads(kept["1"])) == STAGING
    assert await house.all("SELECT * FROM job") == ()


async def test_a_namespace_that_can_never_be_is_not_waited_for(house: House) -> None:
    key = await house.ask("watch", name="nothing", namespace="--all")
    answer = await house.answered(key)

    assert answer.text == text("en", "settings.no-name", name="--all")
    assert answer.actions == ()


async def test_the_default_namespace_of_the_chat_decides_between_several(house: House) -> None:
    house.cluster.looks = [stands(API), stands(STAGING)]
    async with house.writer.transaction() as tx:
        await chats.change(tx, CHAT, namespace="staging")

    answer = await house.do("watch", name="api")

    assert "staging/api" in answer.text


async def test_a_default_namespace_without_it_does_not_hide_the_only_match(house: House) -> None:
    async with house.writer.transaction() as tx:
        await chats.change(tx, CHAT, namespace="staging")

    answer = await house.do("watch", name="api")

    assert "prod/api" in answer.text


async def test_what_is_not_there_is_offered_to_be_waited_for(house: House) -> None:
    key = await house.ask("watch", name="web", namespace="prod")
    answer = await house.answered(key)
    question = await house.question(key)
    before = await house.all("SELECT * FROM job")

    assert question is not None
    _, kept = question
    waiting = await house.do(
        "watch", kind=kept["kind"], namespace=kept["namespace"], name=kept["name"], wait=kept["wait"]
    )

    job = await house.one("SELECT * FROM job")
    assert "There is no deployment web in prod." in answer.text
    assert [action.word for row in answer.actions for action in row] == ["wait"]
    assert before == ()
    assert job is not None
    spec = decode_spec(job["spec"])
    assert isinstance(spec, WatchSpec)
    assert spec.wait_for_it
    assert "#1 prod/web" in waiting.text


async def test_what_is_nowhere_is_waited_for_in_the_namespace_of_the_context(house: House) -> None:
    answer = await house.do("watch", name="web")

    assert "There is no deployment web in home." in answer.text


async def test_what_is_watched_already_is_not_watched_twice(house: House) -> None:
    await house.do("watch", name="api")

    key = await house.ask("watch", name="api")
    answer = await house.answered(key)

    job = await house.one("SELECT * FROM job")
    assert job is not None
    assert answer.text == text("en", "errands.already-watched", number=1, target="prod/api")
    assert (await house.answer_row(key))["job_id"] == job["id"]


async def test_another_chat_may_watch_the_same(house: House) -> None:
    await house.do("watch", name="api")
    await house.do("watch", chat=200, name="api")

    assert len(await house.all("SELECT * FROM job")) == 2


async def test_what_is_failing_already_is_said_at_once_as_a_warning_with_its_evidence(house: House) -> None:
    house.cluster.looks = [seen(API, Beginning.ALREADY_FAILING, CRASH)]
    house.cluster.live = (LOGS,)

    answer = await house.do("watch", name="api")

    async with house.writer.reading() as tx:
        finding = await tx.one("SELECT * FROM finding")
        assert finding is not None
        kept = await findings.kept(tx, finding["id"], "logs")
    job = await house.one("SELECT * FROM job")
    assert job is not None
    assert answer.severity is Severity.WARNING
    assert "exit 1" in answer.text
    assert (finding["word"], finding["cause"]) == ("already-failing", "crash")
    assert kept is not None
    assert kept[0] == LOGS
    assert job["state"] == JobState.ACTIVE


async def test_what_has_ended_is_said_with_its_verdict_and_not_followed(house: House) -> None:
    done = Said(word=Word.DONE, uid="uid-api", revision="4", cause="scaled-to-zero", version="1.4.2")
    house.cluster.looks = [seen(API, Beginning.FINISHED, done)]

    answer = await house.do("watch", name="api")

    job = await house.one("SELECT * FROM job")
    assert job is not None
    assert "scaled to 0" in answer.text
    assert job["state"] == JobState.DONE


async def test_a_look_makes_no_job(house: House) -> None:
    answer = await house.do("look", name="api")

    assert "prod/api: 0/0 ready on 1.4.2" in answer.text
    assert await house.all("SELECT * FROM job") == ()


async def test_report_now_looks_at_what_the_watch_is_about(house: House) -> None:
    await house.do("watch", name="api")
    job = await house.one("SELECT id FROM job")
    assert job is not None
    house.cluster.looks = [seen(API, Beginning.ROLLING, Progress(phase="rolling", version="1.4.3"))]

    answer = await house.do("report-now", job=job["id"])

    assert "rolling out 1.4.3" in answer.text


async def test_a_button_of_a_job_that_is_gone_says_so(house: House) -> None:
    for word in ("report-now", "logs", "watch-again"):
        answer = await house.do(word, job="gone00")

        assert answer.text == text("en", "errands.job-is-gone")


async def test_the_log_is_the_live_one_while_there_is_one_and_then_what_was_kept(house: House) -> None:
    house.cluster.looks = [seen(API, Beginning.ALREADY_FAILING, CRASH)]
    house.cluster.live = (LOGS,)
    await house.do("watch", name="api")
    job = await house.one("SELECT id FROM job")
    assert job is not None

    house.cluster.live = (replace(LOGS, text="KeyError: 'TODAY'\n"),)
    live = await house.do("logs", job=job["id"])
    house.cluster.live = (replace(LOGS, text="", note="cluster.log-gone"),)
    kept = await house.do("logs", job=job["id"])

    assert live.files[0].text == "KeyError: 'TODAY'\n"
    assert text("en", "errands.read-now") in live.text
    assert kept.files[0].text == LOGS.text
    assert "18:20" in kept.text
    assert "it is not there any more" in kept.text
    said = house.cluster.asked_for[-1]
    assert said is not None
    assert said.evidence.pod == "api-6d8-x2x"


async def test_when_there_is_no_log_the_reason_is_said(house: House) -> None:
    await house.do("watch", name="api")
    job = await house.one("SELECT id FROM job")
    assert job is not None
    house.cluster.live = (replace(LOGS, text="", note="cluster.log-none-yet"),)

    answer = await house.do("logs", job=job["id"])

    assert answer.text == text("en", "cluster.log-none-yet")
    assert answer.files == ()


async def test_watch_again_begins_a_watch_of_its_own(house: House) -> None:
    await house.do("watch", name="api")
    job = await house.one("SELECT id FROM job")
    assert job is not None
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET state = 'done'")

    answer = await house.do("watch-again", job=job["id"])

    assert "#2 prod/api" in answer.text


async def test_watch_again_wishes_what_was_wished_before(house: House) -> None:
    await house.do("watch", name="api", until_condition="Available", patience="patient")
    job = await house.one("SELECT id FROM job")
    assert job is not None
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET state = 'done'")

    await house.do("watch-again", job=job["id"])

    newest = await house.one("SELECT * FROM job ORDER BY number DESC")
    assert newest is not None
    spec = decode_spec(newest["spec"])
    assert isinstance(spec, WatchSpec)
    assert (spec.condition, spec.patience) == ("Available", Patience.PATIENT)


async def test_the_first_look_is_as_patient_as_the_watch(house: House) -> None:
    await house.do("watch", name="api", patience="patient")

    assert house.cluster.wishes == [(False, "", Patience.PATIENT)]


async def test_to_wait_for_a_condition_is_another_wish_than_to_watch(house: House) -> None:
    await house.do("watch", name="api")

    waits = await house.do("watch", name="api", until_condition="Available")
    other = await house.do("watch", name="api", until_condition="Progressing")
    again = await house.do("watch", name="api", until_condition="Available")

    assert "#2 prod/api" in waits.text
    assert "#3 prod/api" in other.text
    assert again.text == text("en", "errands.already-watched", number=2, target="prod/api")
