"""What stands between a client and the practice API server: its TLS, and a proxy on the way."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.practice.kubernetes.server import KubernetesApi
from tests.cluster.certificates import Authority, Pair, serving_context

HOST = "127.0.0.1"


class Gate:
    """Hands bytes on to a port; as an HTTPS front it ends the TLS, as a proxy it waits for CONNECT."""

    def __init__(self, port: int = 0) -> None:
        self.target = port
        self.port = 0
        #: The names of the certificates that clients showed, "" for none; one for each connection.
        self.clients: list[str] = []
        #: The server names that clients asked for.
        self.names: list[str | None] = []
        #: What was asked of the proxy.
        self.asked: list[str] = []
        #: What a proxy wants to hear, as "user:password"; "" nothing.
        self.login = ""
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """The address of the front."""
        return f"https://{HOST}:{self.port}"

    async def front(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection with TLS."""
        shown = writer.get_extra_info("peercert") or {}
        names = {key: value for part in shown.get("subject", ()) for key, value in part}
        self.clients.append(names.get("commonName", ""))
        await self._join(reader, writer)

    async def proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one CONNECT, wherever it wants to go."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.asked.append(head[0])
        expected = f"Proxy-Authorization: Basic {base64.b64encode(self.login.encode()).decode()}"
        if self.login and expected not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self._join(reader, writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(HOST, self.target)
        self._open |= {writer, back}
        try:
            await asyncio.gather(_pump(reader, back), _pump(there, writer))
        finally:
            for one in (writer, back):
                self._open.discard(one)
                one.close()

    def cut(self) -> None:
        """End every connection."""
        for writer in tuple(self._open):
            writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def tls_front(
    server: KubernetesApi | None, folder: Path, pair: Pair, *, clients: Authority | None = None
) -> AsyncGenerator[Gate]:
    """Serve the API with TLS; without a server its port is set later."""
    gate = Gate(server.port if server is not None else 0)
    context = serving_context(pair, folder, clients=clients)
    context.sni_callback = lambda _, name, __: gate.names.append(name)
    async with _listening(gate, gate.front, context):
        yield gate


@asynccontextmanager
async def connect_proxy(port: int) -> AsyncGenerator[Gate]:
    """Serve a proxy for which every address leads to `port`."""
    gate = Gate(port)
    async with _listening(gate, gate.proxy, None):
        yield gate


@asynccontextmanager
async def _listening(gate: Gate, serve: object, context: ssl.SSLContext | None) -> AsyncGenerator[None]:
    listener = await asyncio.start_server(serve, HOST, gate.port, ssl=context)  # type: ignore[arg-type]
    gate.port = listener.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        listener.close()
        gate.cut()
        await listener.wait_closed()
        for _ in range(10):
            await asyncio.sleep(0)
