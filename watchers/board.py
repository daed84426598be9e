"""The scribe of a watch over many objects: the judge's memories of all, one digest, one line.

Every workload is judged by itself; what is said of it becomes an entry of the digest, and the digest's
messages are the only ones that go out. Memory, digest, finding and message are one transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.digest import FAILING, FLAPPING, PAUSED, ROLLING, Digest, Entry
from domain.errors import NightjarError
from domain.job import WatchSpec
from domain.report import Report, Severity, Span
from domain.watch import Said, Target, WatchPhase, Word
from domain.watchtower import FirstLook
from messages import digests, watching
from messages.sentences import explain, spans
from storage import chats, findings, outbox, watches
from storage.chats import Chat
from storage.database import Transaction, Writer
from storage.watches import Watch
from watchers import rules
from watchers.following import Heard
from watchers.posting import post
from watchers.surveying import revision_key
from watchers.telling import end, wanted

_WORDS = {
    Word.DONE: "done",
    Word.ROLLED_BACK: "rolled-back",
    Word.FAILED: "failed",
    Word.EXPIRED: "stuck",
    Word.DELETED: "deleted",
    Word.ALREADY_FAILING: FAILING,
    Word.DEGRADED: FAILING,
    Word.RECOVERED: "recovered",
    Word.FLAPPING: FLAPPING,
    Word.PAUSED: PAUSED,
}
#: Said of things that roll; the others are news of a lasting watch, or of what is in the digest already.
_OF_ROLLOUTS = frozenset({Word.DONE, Word.ROLLED_BACK, Word.FAILED, Word.EXPIRED})
#: Kinds that come and go: that one is deleted is no news once it is decided what became of it.
_COME_AND_GO = frozenset({"job", "pod"})


@dataclass(slots=True)
class Member:
    """One workload's scribe."""

    board: "Board"
    target: Target
    stored: str

    async def heard(self, heard: Heard) -> bool:
        """Store and tell; False when the workload is gone, or nobody wants to know any more."""
        memory = heard.memory.encode()
        if memory == self.stored and heard.said is None:
            return True
        goes_on = await self.board.heard(self.target, heard)
        self.stored = memory
        return goes_on

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        """Say once for all workloads what right is missing."""
        await self.board.refused(error, now=now)


class Board:
    """Holds the digest of one watch."""

    def __init__(self, writer: Writer, watch: Watch) -> None:
        assert isinstance(watch.job.spec, WatchSpec)
        self._writer = writer
        self._job = watch.job
        self.spec = watch.job.spec
        self._began_at = watch.phase_at
        self._refusals: set[str] = set()

    def member(self, target: Target, *, memory: str) -> Member:
        """Return the scribe of a workload."""
        return Member(self, target, memory)

    async def heard(self, target: Target, heard: Heard) -> bool:
        """Take what was judged of one workload; False when it need not be followed any more."""
        # A lasting watch remembers of what was deleted nothing but that.
        is_gone = heard.memory.recreated and not heard.memory.uid
        async with self._writer.transaction(durable=heard.said is not None) as tx:
            if (watch := await wanted(tx, self._job.id)) is None:
                return False
            if is_gone:
                await watches.drop_object(tx, self._job.id, target)
            else:
                memory = heard.memory.encode()
                await watches.put_object(tx, self._job.id, target, uid=heard.memory.uid, memory=memory)
            if heard.said is not None and heard.said.word in (Word.LOST_SIGHT, Word.SIGHT_REGAINED):
                await self._sight(tx, watch, heard, heard.said)
            else:
                await self._take(tx, watch, target, heard)
        return not is_gone

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        """Say once what right, kind or configuration is missing."""
        key = f"{error.key}:{sorted(error.arguments.items())}"
        if key in self._refusals:
            return
        self._refusals.add(key)
        async with self._writer.transaction() as tx:
            if (watch := await wanted(tx, self._job.id)) is None:
                return
            chat = await chats.get(tx, self._job.origin.chat_id)
            number = f"#{self._job.number}"
            head = spans(chat.language, "watchers.refused", number=number, target=str(self.spec.target))
            report = Report(
                spans=(*head, Span("\n"), *explain(chat.language, error)), severity=Severity.WARNING
            )
            await post(tx, watch, report, key=f"watch:{self._job.id}:{key}", now=now)

    async def begun(self, look: FirstLook, *, now: datetime) -> None:
        """Write what a first look saw after a pause, and say where the watch stands now."""
        async with self._writer.transaction() as tx:
            if (watch := await wanted(tx, self._job.id)) is None:
                return
            chat = await chats.get(tx, self._job.origin.chat_id)
            # A digest of before the pause stays as it is: the next one is another generation.
            before = Digest.decode(await watches.memory_of(tx, self._job.id, self.spec.target))
            digest = replace(Digest.decode(look.memory), generation=before.generation + 1)
            phase = WatchPhase.ROLLING if digest.entries else WatchPhase.ARMED
            key = f"watch:{self._job.id}:resumed:{watch.phase_at.isoformat()}"
            look = replace(look, memory=digest.encode())
            await watches.begin(tx, job=self._job, look=look, phase=phase, line_key=key, now=now)
            report = watching.beginning(self._job, look, language=chat.language, zone=_zone(chat), now=now)
            await post(tx, watch, report, key=key, now=now, silent=True)

    async def tick(self, *, now: datetime) -> datetime | None:
        """End the watch if its time is over; return when to look again."""
        async with self._writer.reading() as tx:
            watch = await wanted(tx, self._job.id)
        if watch is None or self.spec.lasting:
            return None
        due = watch.guard_until if watch.phase is WatchPhase.GUARD else None
        due = self.spec.until if watch.phase is WatchPhase.ARMED else due
        if due is None or due > now:
            return due
        if watch.phase is WatchPhase.ARMED:
            await self._expire(watch, now)
        await end(self._writer, self._job.id, now=now)
        return None

    async def _expire(self, watch: Watch, now: datetime) -> None:
        """Say that nothing was rolled out."""
        async with self._writer.transaction() as tx:
            chat = await chats.get(tx, self._job.origin.chat_id)
            said = Said(word=Word.EXPIRED, uid="", revision="")
            report = self._said(chat, said, now)
            key = f"watch:{self._job.id}:{self._job.revision}:expired"
            await post(tx, watch, report, key=key, now=now, reply_key=watch.line_key)

    async def _sight(self, tx: Transaction, watch: Watch, heard: Heard, said: Said) -> None:
        """Say once for all workloads that the cluster cannot be seen, and take it back once."""
        is_lost = said.word is Word.LOST_SIGHT
        if is_lost == (watch.lost_at is not None):
            return
        await watches.set_lost(tx, self._job.id, heard.memory.blind_since if is_lost else None)
        chat = await chats.get(tx, self._job.origin.chat_id)
        key = f"watch:{self._job.id}:{said.word}:{heard.now.isoformat()}"
        report = self._said(chat, said, heard.now)
        await post(tx, watch, report, key=key, now=heard.now, reply_key=watch.line_key)

    async def _take(self, tx: Transaction, watch: Watch, target: Target, heard: Heard) -> None:
        before = Digest.decode(await watches.memory_of(tx, self._job.id, self.spec.target))
        known = before.of(target.kind, target.name)
        entry = self._entry(known, target, heard)
        if entry is None or (_looks_on(watch, before) and (known is None or entry.word == ROLLING)):
            return
        if heard.said is not None:
            entry = replace(entry, finding=await self._found(tx, target, heard, heard.said, entry))
        after = before.taking(entry, is_late=before.rang_before(heard.now, rules.RINGS_AGAIN_S))
        if after != before:
            after = await self._tell(tx, watch, after, heard.now)
            memory = after.encode()
            await watches.put_object(tx, self._job.id, self.spec.target, uid="", memory=memory)

    def _entry(self, known: Entry | None, target: Target, heard: Heard) -> Entry | None:
        """Return what is new of the workload for the digest; None when that is nothing."""
        said, memory = heard.said, heard.memory
        entry = Entry(
            kind=target.kind, name=target.name, revision=revision_key(memory), version=memory.version
        )
        if said is None:
            is_rolling = memory.phase is WatchPhase.ROLLING and memory.watched
            is_new = known is None or known.revision != entry.revision
            return entry if is_rolling and is_new else None
        word = _WORDS.get(said.word)
        if word is None or not self._is_news(said, known, target):
            return None
        if said.word is Word.FLAPPING and said.cause == "calm":
            word = "recovered"
        telling = said.evidence.telling if word in {"failed", FAILING, FLAPPING} else ()
        return replace(
            entry, word=word, cause=said.cause, version=said.version, times=said.times, telling=telling
        )

    def _is_news(self, said: Said, known: Entry | None, target: Target) -> bool:
        if said.word is Word.DELETED and target.kind in _COME_AND_GO:
            return known is not None and known.is_open
        if said.word is Word.PAUSED:
            # What waits for a person may wait for days: the others are not kept waiting for it.
            return known is not None and known.word == ROLLING
        return known is not None or said.word in _OF_ROLLOUTS or self.spec.lasting

    async def _found(
        self, tx: Transaction, target: Target, heard: Heard, said: Said, entry: Entry
    ) -> int | None:
        finding = await findings.record(tx, self._job.id, said, now=heard.now, of=target)
        if finding is None:
            return await findings.same(tx, self._job.id, said)
        if entry.is_bad:
            await findings.keep(tx, finding, tuple(heard.keepsakes), now=heard.now)
        return finding

    async def _tell(self, tx: Transaction, watch: Watch, digest: Digest, now: datetime) -> Digest:
        """Write the digest's message and line, and let the watch stand where the digest stands."""
        chat = await chats.get(tx, self._job.origin.chat_id)
        line = digests.line(self._job, self.spec.target, digest, language=chat.language)
        await outbox.revise(tx, watch.line_key, line)
        digest = await self._message(tx, watch, chat, digest, now)
        # What falls after all was through holds only a lasting watch open: the other one has had its say.
        if digest.count(ROLLING) or (self.spec.lasting and not digest.is_closed):
            await self._stand(tx, watch, WatchPhase.ROLLING, now)
        elif self.spec.lasting:
            await self._stand(tx, watch, WatchPhase.ARMED, now)
        else:
            held = rules.GUARD_FAILED_S if digest.bad else rules.GUARD_DONE_S
            until = now + timedelta(seconds=held)
            until = max(until, self.spec.until) if digest.count(PAUSED) else until
            await watches.set_phase(tx, self._job.id, WatchPhase.GUARD, now=now, guard_until=until)
        return digest

    async def _stand(self, tx: Transaction, watch: Watch, phase: WatchPhase, now: datetime) -> None:
        if phase is not watch.phase:
            await watches.set_phase(tx, self._job.id, phase, now=now)

    async def _message(
        self, tx: Transaction, watch: Watch, chat: Chat, digest: Digest, now: datetime
    ) -> Digest:
        """Post the first bad news of a generation, or that all is through; edit what is out."""
        is_bad = bool(digest.bad) or digest.bad_told
        if not is_bad and not digest.is_closed:
            return digest
        key = f"digest:{self._job.id}:{digest.generation}:{'bad' if is_bad else 'good'}"
        report = digests.message(self._job, self.spec.target, digest, language=chat.language)
        if digest.bad_told if is_bad else digest.good_told:
            await outbox.revise(tx, key, report)
            return digest
        await post(tx, watch, report, key=key, now=now, reply_key=watch.line_key)
        if not is_bad:
            return replace(digest, good_told=True)
        return replace(digest, bad_told=True, rang_at=now.isoformat())

    def _said(self, chat: Chat, said: Said, now: datetime) -> Report:
        return watching.said(
            self._job,
            self.spec.target,
            said,
            finding_id=None,
            language=chat.language,
            zone=_zone(chat),
            now=now,
        )


def _looks_on(watch: Watch, digest: Digest) -> bool:
    """Whether all was well and the watch only waits for its end: a new rollout is another watch's."""
    return watch.phase is WatchPhase.GUARD and not digest.bad


def _zone(chat: Chat) -> ZoneInfo:
    return ZoneInfo(chat.zone or "UTC")
