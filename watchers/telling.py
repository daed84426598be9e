"""From judgements to rows: memory, phase, finding, evidence and message in one transaction (design 4.3).

A finding that is there already is not told again, whoever asks: that is what makes a restart silent. The
judge's memory is stored only when it changes.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.errors import NightjarError
from domain.job import JobState
from domain.report import Report, Severity, Span
from domain.watch import Said, Target, WatchPhase, Word
from domain.watchtower import FirstLook, Keepsake
from messages import watching
from messages.sentences import explain, spans
from storage import chats, findings, job_rows, outbox, watches
from storage.chats import Chat
from storage.database import Transaction, Writer
from storage.watches import Watch
from telemetry import faultpoint
from watchers.following import Heard
from watchers.memory import Memory
from watchers.posting import post

#: A watch that stopped waiting can be kept going with its button for so long.
KEEPING = timedelta(hours=24)

#: The line has said what became of it.
_DECIDED = frozenset({WatchPhase.GUARD, WatchPhase.ENDED})


class Telling:
    """The scribe of one watch: writes what was judged, and what the chat is told of it."""

    def __init__(self, writer: Writer, watch: Watch, target: Target, *, uid: str, memory: str) -> None:
        self._writer = writer
        self._watch = watch
        self._target = target
        self._uid = uid
        self._stored = memory
        self._refusals: set[str] = set()

    async def heard(self, heard: Heard) -> bool:
        """Store and tell; False when the job is not active any more."""
        memory = heard.memory.encode()
        if memory == self._stored and heard.progress is None and heard.said is None:
            return True
        if heard.said is not None:
            faultpoint.reach("watch.judged")
        # What the judge only remembers it would see again: the disk is waited for when something is said.
        # Not in one step: wording in the file's thread keeps the interpreter from the event loop.
        async with self._writer.transaction(durable=heard.said is not None) as tx:
            if not await self._write(tx, heard, memory):
                return False
        self._stored = memory
        if heard.said is not None:
            faultpoint.reach("watch.told")
        return True

    async def _write(self, tx: Transaction, heard: Heard, memory: str) -> bool:
        if (watch := await wanted(tx, self._watch.job.id)) is None:
            return False
        await self._store(tx, heard, memory)
        await self._move(tx, watch, heard)
        chat = await chats.get(tx, watch.job.origin.chat_id)
        if heard.said is not None:
            await self._say(tx, watch, chat, heard, heard.said)
        await self._edit(tx, watch, chat, heard)
        return True

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        """Say once what right, kind or configuration is missing; the watch goes on trying."""
        if error.key in self._refusals:
            return
        self._refusals.add(error.key)
        job = self._watch.job
        async with self._writer.transaction() as tx:
            chat = await chats.get(tx, job.origin.chat_id)
            head = spans(chat.language, "watchers.refused", number=f"#{job.number}", target=str(self._target))
            report = Report(
                spans=(*head, Span("\n"), *explain(chat.language, error)), severity=Severity.WARNING
            )
            key = f"watch:{job.id}:{job.revision}:{error.key}"
            watch = await watches.get(tx, job.id) or self._watch
            await post(tx, watch, report, key=key, now=now)

    async def begun(self, look: FirstLook, kept: tuple[Keepsake, ...], *, now: datetime) -> None:
        """Write what a first look saw after a pause, and say where the watch stands now."""
        job = self._watch.job
        key = f"watch:{job.id}:resumed:{self._watch.phase_at.isoformat()}"
        async with self._writer.transaction() as tx:
            if (watch := await wanted(tx, self._watch.job.id)) is None:
                return
            chat = await chats.get(tx, job.origin.chat_id)
            look = await _in_another_episode(tx, job.id, look)
            phase = Memory.decode(look.memory).phase
            await watches.begin(tx, job=job, look=look, phase=phase, line_key=key, now=now)
            finding = None
            if isinstance(look.outcome, Said):
                finding = await findings.record(tx, job.id, look.outcome, now=now)
            if finding is not None:
                await findings.keep(tx, finding, kept, now=now)
            report = watching.beginning(
                job, look, language=chat.language, zone=_zone(chat), now=now, finding_id=finding
            )
            silent = not isinstance(look.outcome, Said)
            await post(tx, watch, report, key=key, now=now, silent=silent)
            if phase is WatchPhase.ENDED:
                await job_rows.end(tx, job.id, JobState.DONE, now=now)

    async def over(self, *, now: datetime) -> None:
        """End a watch that nobody kept going; what had to be said was said."""
        await end(self._writer, self._watch.job.id, now=now)

    async def _store(self, tx: Transaction, heard: Heard, memory: str) -> None:
        if memory != self._stored or heard.memory.uid != self._uid:
            self._uid = heard.memory.uid
            await watches.remember(tx, self._watch.job.id, self._target, uid=self._uid, memory=memory)

    async def _move(self, tx: Transaction, watch: Watch, heard: Heard) -> None:
        """Let the row stand where the judge's memory stands."""
        said, phase, now = heard.said, heard.memory.phase, heard.now
        job_id = watch.job.id
        if said is not None and said.word in (Word.LOST_SIGHT, Word.SIGHT_REGAINED):
            lost = heard.memory.blind_since if said.word is Word.LOST_SIGHT else None
            await watches.set_lost(tx, job_id, lost)
        is_over = phase is WatchPhase.ENDED
        if said is not None and said.cause == "still-rolling" and is_over:
            # The person may still want it kept going: the job lives on for its button.
            await watches.set_phase(tx, job_id, WatchPhase.GUARD, now=now, guard_until=now + KEEPING)
        elif is_over:
            await watches.set_phase(tx, job_id, phase, now=now)
            await job_rows.end(tx, job_id, JobState.DONE, now=now)
        elif phase is not watch.phase or heard.memory.guard_until != watch.guard_until:
            until = heard.memory.guard_until
            await watches.set_phase(tx, job_id, phase, now=now, guard_until=until)

    async def _say(self, tx: Transaction, watch: Watch, chat: Chat, heard: Heard, said: Said) -> None:
        job, now = watch.job, heard.now
        finding = await findings.record(tx, job.id, said, now=now)
        is_new = finding is not None
        if said.word is Word.FLAPPING and not is_new:
            finding = await findings.same(tx, job.id, said)
        if finding is None:
            return
        await findings.keep(tx, finding, tuple(heard.keepsakes), now=now)
        report = watching.said(
            job,
            self._target,
            said,
            finding_id=finding,
            language=chat.language,
            zone=_zone(chat),
            now=now,
        )
        if said.cause == "login-lost":
            why = spans(chat.language, "cluster.login-lost")
            report = Report(
                spans=(*report.spans, Span("\n"), *why), severity=report.severity, actions=report.actions
            )
        key = f"finding:{finding}"
        if not is_new:
            # A series of falls is one message, and its next fall an edit that does not ring.
            await outbox.revise(tx, key, report)
            return
        await post(tx, watch, report, key=key, now=now, reply_key=watch.line_key)

    async def _edit(self, tx: Transaction, watch: Watch, chat: Chat, heard: Heard) -> None:
        """Edit the line: what happens now, and what became of it from a verdict on."""
        job, language = watch.job, chat.language
        if heard.said is not None and heard.said.is_verdict:
            report = watching.became(job, self._target, heard.said, language=language, now=heard.now)
        elif heard.progress is not None and heard.memory.phase not in _DECIDED:
            report = watching.progress(job, self._target, heard.progress, language=language, now=heard.now)
        else:
            return
        await outbox.revise(tx, watch.line_key, report)


def _zone(chat: Chat) -> ZoneInfo:
    return ZoneInfo(chat.zone or "UTC")


async def _in_another_episode(tx: Transaction, job_id: str, look: FirstLook) -> FirstLook:
    """Return the look so that nothing said before the pause stands in the way of what is said after it."""
    last = await findings.last_episode(tx, job_id, look.uid)
    memory = Memory.decode(look.memory)
    if last < memory.episode:
        return look
    look = replace(look, memory=replace(memory, episode=last + 1).encode())
    if isinstance(look.outcome, Said):
        return replace(look, outcome=replace(look.outcome, episode=last + 1))
    return look


async def end(writer: Writer, job_id: str, *, now: datetime) -> None:
    """End a watch and its job in silence: what had to be said was said."""
    async with writer.transaction() as tx:
        if await wanted(tx, job_id) is not None:
            await watches.set_phase(tx, job_id, WatchPhase.ENDED, now=now)
            await job_rows.end(tx, job_id, JobState.DONE, now=now)


async def wanted(tx: Transaction, job_id: str) -> Watch | None:
    """Return the watch as it stands; None when its job is not active any more."""
    watch = await watches.get(tx, job_id)
    if watch is None or watch.job.state is not JobState.ACTIVE or watch.phase is WatchPhase.ENDED:
        return None
    return watch
