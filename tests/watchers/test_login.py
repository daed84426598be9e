"""A watch and its login: whatever is renewed while it runs, the verdict is the one that it would have been.

Over HTTP, and inside a cluster over HTTPS; tokens that are renewed at a refusal are in test_stream_faults.py.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from cluster.route import Login
from tests.cluster.certificates import Authority
from tests.cluster.configs import a_kubeconfig, logging_in
from tests.cluster.gates import tls_front
from tests.cluster.ground import NOON
from tests.cluster.plugins import Told
from tests.cluster.test_account import in_a_pod
from tests.cluster.traffic import PatientClock
from tests.watchers.test_stream_faults import LONG_ENOUGH_S, VERDICT, cut, verdicts
from tests.watchers.tower import Tower, a_tower


async def knows(tower: Tower, token: str, *, after_s: float = 0.0) -> None:
    """End every connection; when the server is back it knows this token alone."""
    tower.server.token = token
    await cut(tower, for_s=after_s)


async def test_inside_a_cluster_a_token_that_is_renewed_on_the_disk_loses_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority("kubernetes", identified=False)
    account = tmp_path / "account"
    account.mkdir()
    for name, text in (("token", "one"), ("ca.crt", authority.pem), ("namespace", "prod")):
        (account / name).write_text(text)
    clock = PatientClock(NOON)
    async with (
        tls_front(None, tmp_path, authority.server("127.0.0.1")) as front,
        a_tower(tmp_path, token="one", clock=clock, dial=logging_in(Login(account=account), clock)) as tower,
    ):
        front.target = tower.server.port
        in_a_pod(monkeypatch, tmp_path, port=front.port)
        await tower.watch("worker")
        (account / "token").write_text("two\n")
        await tower.pass_time(70, step_s=2)
        await knows(tower, "two")

        tower.scenario.begin("worker", now=clock.now())
        await tower.pass_time(LONG_ENOUGH_S)

        assert await verdicts(tower) == VERDICT
        assert len(await tower.told()) == 1


async def test_a_plugin_whose_tokens_run_out_again_and_again_loses_no_verdict(tmp_path: Path) -> None:
    plugin = Told(tmp_path / "bin")
    plugin.gives("one", until=NOON + timedelta(seconds=60))
    clock = PatientClock(NOON)
    login = Login(kubeconfig=str(tmp_path / "of-the-plugin"))
    async with a_tower(tmp_path, token="one", clock=clock, dial=logging_in(login, clock)) as tower:
        a_kubeconfig(tmp_path / "of-the-plugin", {"server": tower.server.url}, plugin.user())
        await tower.watch("worker")
        plugin.gives("two", until=NOON + timedelta(hours=1))
        await tower.pass_time(55)
        await knows(tower, "two", after_s=10)

        tower.scenario.begin("worker", now=clock.now())
        await tower.pass_time(LONG_ENOUGH_S)

        assert await verdicts(tower) == VERDICT
        assert len(await tower.told()) == 1
        assert len(plugin.asked) == 2


async def test_a_plugin_that_fails_for_good_is_told_as_a_lost_login_once_and_taken_back(
    tmp_path: Path,
) -> None:
    plugin = Told(tmp_path / "bin")
    plugin.gives("one")
    clock = PatientClock(NOON)
    login = Login(kubeconfig=str(tmp_path / "of-the-plugin"))
    async with a_tower(tmp_path, token="one", clock=clock, dial=logging_in(login, clock)) as tower:
        a_kubeconfig(tmp_path / "of-the-plugin", {"server": tower.server.url}, plugin.user())
        await tower.watch("worker")
        plugin.fails()
        await knows(tower, "two")
        await tower.pass_time(300, step_s=2)
        (lost,) = await tower.told()

        plugin.gives("two")
        await tower.pass_time(60, step_s=2)
        tower.scenario.begin("worker", now=clock.now())
        await tower.pass_time(LONG_ENOUGH_S)

        assert "401" in lost.text
        assert [word for word, _ in await verdicts(tower)] == ["lost-sight", "sight-regained", "failed"]
        assert (await verdicts(tower))[-1:] == VERDICT
