"""Lasting watches, whole namespaces, and several objects of which one is unknown or unclear."""

from dataclasses import replace

from domain.digest import Digest, Entry
from domain.job import JobState, WatchSpec, decode_spec
from domain.watch import Beginning, Patience, Progress, Said, Target, Word
from domain.watchtower import FirstLook, Keepsake
from storage import findings
from tests.errands.house import API, House, seen, stands

PROD = Target(kind="namespace", namespace="", name="prod")
WORKER = replace(API, name="worker")


async def spec_of(house: House) -> WatchSpec:
    job = await house.one("SELECT * FROM job")
    assert job is not None
    spec = decode_spec(job["spec"])
    assert isinstance(spec, WatchSpec)
    return spec


def a_namespace() -> FirstLook:
    failing = Said(word=Word.ALREADY_FAILING, uid="u2", revision="2", cause="crash", version="2.0")
    members = (
        replace(stands(API), memory='{"v":1,"phase":"armed"}'),
        replace(seen(WORKER, Beginning.ALREADY_FAILING, failing), version="2.0"),
        seen(replace(API, name="shop"), Beginning.ROLLING, Progress(phase="rolling")),
    )
    digest = Digest(entries=(Entry(kind="deployment", name="shop", revision="u3/3"),))
    return FirstLook(
        target=PROD,
        beginning=Beginning.ROLLING,
        outcome=Progress(phase="crowd"),
        uid="",
        baseline="{}",
        memory=digest.encode(),
        members=members,
        refused=("job",),
        beyond=3,
    )


async def test_a_watch_that_is_to_last_says_so_and_is_looked_at_as_one(house: House) -> None:
    answer = await house.do("watch", name="api", lasting="1")

    assert (await spec_of(house)).lasting
    assert house.cluster.wishes[-1] == (True, "", "normal")
    assert answer.text.endswith(
        "I report every rollout, and when it breaks or recovers by itself, until you cancel."
    )


async def test_a_one_off_watch_that_is_wanted_for_ever_becomes_a_lasting_one(house: House) -> None:
    await house.do("watch", name="api")

    answer = await house.do("watch", name="api", lasting="1")

    assert (await spec_of(house)).lasting
    assert len(await house.all("SELECT * FROM job")) == 1
    assert answer.text.startswith("👁 #1 prod/api: from now on I report every rollout")


async def test_another_patience_for_what_is_watched_holds_from_now_on(house: House) -> None:
    await house.do("watch", name="api")

    patient = await house.do("watch", name="api", patience="patient")
    again = await house.do("watch", name="api", patience="patient")
    unsaid = await house.do("watch", name="api")

    assert (await spec_of(house)).patience is Patience.PATIENT
    assert patient.text.startswith("👁 #1 prod/api: from now on I am patient")
    assert "watches prod/api already" in again.text
    assert "watches prod/api already" in unsaid.text
    assert len(await house.all("SELECT * FROM job")) == 1


async def test_for_ever_and_another_patience_are_both_said(house: House) -> None:
    await house.do("watch", name="api")

    answer = await house.do("watch", name="api", lasting="1", patience="strict")

    spec = await spec_of(house)
    assert (spec.lasting, spec.patience) == (True, Patience.STRICT)
    assert [line.split(": from now on ")[1][:8] for line in answer.text.splitlines()] == [
        "I report",
        "I am str",
    ]


async def test_a_lasting_watch_that_looks_on_is_still_the_watch(house: House) -> None:
    await house.do("watch", name="api", lasting="1")
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE watch SET phase = 'guard'")

    answer = await house.do("watch", name="api")

    assert "watches prod/api already" in answer.text
    assert len(await house.all("SELECT * FROM job")) == 1


async def test_a_condition_reaches_the_look_and_the_watch(house: House) -> None:
    await house.do("watch", name="api", until_condition="Ready")

    assert (await spec_of(house)).condition == "Ready"
    assert house.cluster.wishes[-1] == (False, "Ready", "normal")


async def test_one_unknown_and_one_unclear_among_several_stop_no_other(house: House) -> None:
    house.cluster.looks = [stands(API), stands(WORKER), stands(replace(WORKER, namespace="staging"))]

    keys = [await house.ask("watch", name=name, namespace="") for name in ("api", "worker", "nope")]
    api, worker, nope = [await house.answered(key) for key in keys]

    assert "#1 prod/api" in api.text
    assert [row[0].label for row in worker.actions] == ["deployment prod/worker", "deployment staging/worker"]
    assert "nope" in nope.text
    assert [action.word for row in nope.actions for action in row] == ["wait"]
    assert len(await house.all("SELECT * FROM job")) == 1


async def test_a_namespace_is_written_with_all_that_is_in_it(house: House) -> None:
    house.cluster.looks = [a_namespace()]

    answer = await house.do("watch", kind="namespace", name="prod")

    rows = await house.all("SELECT kind, namespace, name FROM watched_object ORDER BY kind, name")
    assert [tuple(row) for row in rows] == [
        ("deployment", "prod", "api"),
        ("deployment", "prod", "shop"),
        ("deployment", "prod", "worker"),
        ("namespace", "", "prod"),
    ]
    assert answer.text == (
        "👁 #1 prod: 3 workloads.\n"
        "Rolling out: shop.\n"
        "⚠️ worker 2.0: a container stops by itself\n"
        "I may not see these here: job.\n"
        "3 more are too many for one watch; I leave them out.\n"
        "I report in one message how they end."
    )


async def test_a_namespace_alone_means_all_that_is_in_it(house: House) -> None:
    house.cluster.looks = [a_namespace()]

    watching = await house.do("watch", namespace="prod")
    looking = await house.do("look", namespace="prod")

    assert watching.text.startswith("👁 #1 prod: 3 workloads.")
    assert looking.text.startswith("👁 prod: 3 workloads.")
    assert looking.actions == ()


async def test_a_watch_of_one_object_stands_beside_that_of_its_namespace(house: House) -> None:
    house.cluster.looks = [a_namespace(), stands(API)]
    await house.do("watch", kind="namespace", name="prod")

    answer = await house.do("watch", kind="deployment", name="api")

    assert "#2 prod/api" in answer.text


async def test_the_buttons_of_a_digest_show_the_workload_that_is_meant(house: House) -> None:
    house.cluster.looks = [a_namespace()]
    house.cluster.live = (Keepsake(word="logs", name="w.log", text="KeyError\n", note=""),)
    await house.do("watch", kind="namespace", name="prod")
    job = await house.one("SELECT * FROM job")
    assert job is not None
    early = await house.do("logs", job=job["id"])
    async with house.writer.transaction() as tx:
        said = Said(word=Word.FAILED, uid="u2", revision="2", cause="crash")
        finding = await findings.record(tx, job["id"], said, now=house.clock.now(), of=WORKER)

    answer = await house.do("logs", job=job["id"], finding=str(finding))

    assert early.text == "#1 has found nothing yet that had something to show."
    assert "prod/worker" in answer.text
    assert answer.files[0].text == "KeyError\n"
    assert job["state"] == JobState.ACTIVE
