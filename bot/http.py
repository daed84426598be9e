"""Health and metrics over HTTP: for the kubelet, for a monitor, never for the world.

`/healthz` asks whether the process should be restarted, `/readyz` whether it does its work and, if not, says
in words what is wrong.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import generate_latest

from domain.clock import Clock
from domain.errors import PermanentError
from telemetry.health import Health


def build_app(health: Health, clock: Clock) -> web.Application:
    """Return the application that answers /healthz, /readyz and /metrics."""

    async def healthz(_: web.Request) -> web.Response:
        silent = health.silent(now=clock.now())
        return _verdict([f"{part} has not come round for too long" for part in silent])

    async def readyz(_: web.Request) -> web.Response:
        return _verdict([f"{part}: {sentence}" for part, sentence in sorted(health.troubles.items())])

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": "text/plain; version=0.0.4"})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


@asynccontextmanager
async def serving(app: web.Application, *, host: str, port: int) -> AsyncGenerator[int]:
    """Serve `app` while the body runs and yield the port.

    Raises:
        PermanentError: Somebody else has the port.
    """
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise PermanentError("operator.port-taken", host=host, port=port) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _verdict(faults: list[str]) -> web.Response:
    text = "\n".join(faults) if faults else "ok"
    return web.Response(text=f"{text}\n", status=503 if faults else 200)
