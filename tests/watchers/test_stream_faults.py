"""Whatever happens to the streams, the whole watch comes to the verdict that it comes to without: once.

Over HTTP, from the API server through the streams and the judge to the rows of the outbox; only time is
made. What a single stream does with each fault is in tests/cluster/test_stream.py.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.practice.kubernetes.faults import Fault, FaultKind
from tests.watchers.tower import Tower, a_tower

PODS = "/api/v1/namespaces/prod/pods"

#: What the rollout of `worker` comes to when nothing is wrong with the streams.
VERDICT = [("failed", "crash")]
LONG_ENOUGH_S = 130.0
#: Requests in that time: the lists and watches of three streams, their polls, and what the verdict reads;
#: 27 when nothing is wrong. A loop that spins asks thousands of times.
REQUESTS = 45


async def verdicts(tower: Tower) -> list[tuple[str, str]]:
    async with tower.writer.reading() as tx:
        rows = await tx.all("SELECT word, cause FROM finding ORDER BY id")
    return [(row["word"], row["cause"]) for row in rows]


async def cut(tower: Tower, *, for_s: float = 0.0) -> None:
    """End every connection, as an API server does that is killed; it comes back."""
    await tower.server.stop()
    await tower.pass_time(for_s)
    await tower.server.start()


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param((), id="nothing-but-the-cut"),
        pytest.param((Fault(kind=FaultKind.GONE_IN_STREAM, path=PODS),), id="410-in-stream"),
        pytest.param((Fault(kind=FaultKind.GONE, path=PODS, watch=True),), id="410-as-status"),
        pytest.param(
            (Fault(kind=FaultKind.TOO_MANY, path="/api*", watch=True, times=3, retry_after_s=7),),
            id="429-with-retry-after",
        ),
        pytest.param((Fault(kind=FaultKind.HTML_500, path="/api*", times=4),), id="500-html"),
        pytest.param((Fault(kind=FaultKind.UNAVAILABLE, path="/api*", times=4),), id="503"),
        pytest.param((Fault(kind=FaultKind.SILENT_WATCH, path=PODS),), id="half-open"),
        pytest.param((Fault(kind=FaultKind.DEAF_WATCH, path=PODS),), id="deaf"),
        pytest.param((Fault(kind=FaultKind.INSTANT_CLOSE, path=PODS, times=5),), id="instant-close"),
        pytest.param((Fault(kind=FaultKind.LONG_LINE, path=PODS),), id="line-of-6-mb"),
        pytest.param((Fault(kind=FaultKind.GARBAGE, path=PODS),), id="garbage"),
        pytest.param((Fault(kind=FaultKind.DROP, path="/api*", times=4),), id="connection-dropped"),
        pytest.param((Fault(kind=FaultKind.HANG, path=PODS, watch=True),), id="no-answer"),
        pytest.param((Fault(kind=FaultKind.FORBIDDEN, path=PODS, times=2),), id="403-while-upgraded"),
        pytest.param((Fault(kind=FaultKind.NO_KIND, path=PODS, times=2),), id="404-for-a-moment"),
        pytest.param((Fault(kind=FaultKind.UNAUTHORIZED, path="/api*", times=2),), id="401-for-a-moment"),
        pytest.param(
            tuple(
                Fault(kind=kind, path="*/pods", watch=True)
                for kind in (
                    FaultKind.GONE_IN_STREAM,
                    FaultKind.HTML_500,
                    FaultKind.INSTANT_CLOSE,
                    FaultKind.GARBAGE,
                    FaultKind.GONE,
                )
            ),
            id="one-after-the-other",
        ),
    ],
)
async def test_the_verdict_is_the_one_without_the_fault(tmp_path: Path, faults: tuple[Fault, ...]) -> None:
    async with a_tower(tmp_path) as tower:
        await tower.watch("worker")
        before = len(tower.server.requests)
        for fault in faults:
            tower.server.faults.add(fault)
        await cut(tower)

        tower.scenario.begin("worker", now=tower.clock.now())
        await tower.pass_time(LONG_ENOUGH_S)

        assert await verdicts(tower) == VERDICT
        assert len(await tower.told()) == 1
        assert len(tower.server.requests) - before <= REQUESTS


@pytest.mark.parametrize("away_s", [0.5, 3.0, 30.0])
async def test_an_api_server_that_is_killed_in_the_middle_and_comes_back(
    tmp_path: Path, away_s: float
) -> None:
    async with a_tower(tmp_path) as tower:
        await tower.watch("worker")
        tower.scenario.begin("worker", now=tower.clock.now())
        await tower.pass_time(2)

        await cut(tower, for_s=away_s)
        await tower.pass_time(LONG_ENOUGH_S)

        assert await verdicts(tower) == VERDICT
        assert len(await tower.told()) == 1


async def new_token(folder: Path) -> None:
    config = folder / "kubeconfig"
    config.write_text(config.read_text().replace('"one"', '"two"'))


async def new_token_file(folder: Path) -> None:
    (folder / "token").write_text("two")


def with_token_file(folder: Path) -> dict[str, object]:
    (folder / "token").write_text("one")
    return {"tokenFile": str(folder / "token")}


def with_plugin(folder: Path) -> dict[str, object]:
    (folder / "token").write_text("one")
    script = folder / "plugin.py"
    script.write_text(
        "import json, pathlib\n"
        f"token = pathlib.Path({str(folder / 'token')!r}).read_text()\n"
        "print(json.dumps({'apiVersion': 'client.authentication.k8s.io/v1', 'kind': 'ExecCredential',"
        " 'status': {'token': token}}))\n"
    )
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": sys.executable,
        "args": [str(script)],
        "interactiveMode": "Never",
    }
    return {"exec": plugin}


@pytest.mark.parametrize(
    ("user", "renew"),
    [
        pytest.param(lambda _: {"token": "one"}, new_token, id="kubeconfig"),
        pytest.param(with_token_file, new_token_file, id="token-file"),
        pytest.param(with_plugin, new_token_file, id="plugin"),
    ],
)
async def test_a_token_that_is_renewed_elsewhere_is_taken_up(
    tmp_path: Path,
    user: Callable[[Path], dict[str, object]],
    renew: Callable[[Path], Awaitable[None]],
) -> None:
    async with a_tower(tmp_path, token="one") as tower:
        config = json.loads((tmp_path / "kubeconfig").read_text())
        config["users"][0]["user"] = user(tmp_path)
        (tmp_path / "kubeconfig").write_text(json.dumps(config))
        await tower.watch("worker")
        tower.server.token = "two"
        await cut(tower)

        tower.scenario.begin("worker", now=tower.clock.now())
        await renew(tmp_path)
        await tower.pass_time(LONG_ENOUGH_S)

        assert await verdicts(tower) == VERDICT
        assert len(await tower.told()) == 1


async def test_a_kind_that_is_taken_away_is_said_once_and_watched_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with a_tower(tmp_path) as tower:
        await tower.watch("worker")
        number = tower.server.faults.add(Fault(kind=FaultKind.NO_KIND, path="*/replicasets", times=None))
        await cut(tower)
        await tower.pass_time(200, step_s=2)
        refused = await tower.told()

        tower.server.faults.remove(number)
        tower.scenario.begin("worker", now=tower.clock.now())
        await tower.pass_time(LONG_ENOUGH_S)

        assert len(refused) == 1
        assert "replicasets" in refused[0].text
        assert await verdicts(tower) == VERDICT


async def test_a_right_that_is_missing_is_said_once_and_the_verdict_comes_when_it_is_given(
    tmp_path: Path,
) -> None:
    async with a_tower(tmp_path) as tower:
        await tower.watch("worker")
        number = tower.server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path=PODS, times=None))
        await cut(tower)
        tower.scenario.begin("worker", now=tower.clock.now())
        await tower.pass_time(100, step_s=2)
        refused = await tower.told()

        tower.server.faults.remove(number)
        await tower.pass_time(LONG_ENOUGH_S)

        assert len(refused) == 1
        assert "pods in prod" in refused[0].text
        assert await verdicts(tower) == VERDICT


async def test_out_of_sight_for_long_is_said_once_and_taken_back_before_the_verdict(tmp_path: Path) -> None:
    async with a_tower(tmp_path) as tower:
        await tower.watch("worker")

        await cut(tower, for_s=300)
        tower.scenario.begin("worker", now=tower.clock.now())
        await tower.pass_time(LONG_ENOUGH_S + 30)

        assert [word for word, _ in await verdicts(tower)] == ["lost-sight", "sight-regained", "failed"]
        assert (await verdicts(tower))[-1:] == VERDICT
