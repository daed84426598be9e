"""What is said of many objects at once: how a namespace stands, its line, the digest of its rollouts."""

from collections.abc import Sequence

from domain.digest import DELETED, FLAPPING, PAUSED, Digest, Entry
from domain.job import Job, WatchSpec
from domain.report import Action, Report, Severity, Span, Style
from domain.watch import Beginning, Said, Target
from domain.watchtower import FirstLook
from messages import causes
from messages.sentences import Filling, spans, text
from messages.watch_parts import EVIDENCE, bold, code, quote, row

#: Names that one line holds; the rest is a number.
MOST_NAMED = 8
#: Bad ones that have a button of their own besides the worst.
MOST_BUTTONS = 3

_THROUGH = ("done", "rolled-back", "recovered")


def line(job: Job, target: Target, digest: Digest, *, language: str) -> Report:
    """Return the line that is edited: how many of the rollouts are through, and which are not."""
    entries = digest.entries
    decided = sum(not one.is_open for one in entries)
    said = [*spans(language, "watch.eye", number=f"#{job.number}", target=bold(target))]
    said += spans(language, "digest.line", count=None, decided=decided, total=len(entries))
    for word, key in (("rolling", "digest.rolling"), ("failed", "digest.failed")):
        named = [one for one in entries if one.word == word]
        if named:
            said += [Span(" "), *spans(language, key, names=_names(language, named))]
    buttons = row(language, ("report-now", "cancel"), job=job.id)
    return Report(spans=tuple(said), severity=Severity.PROGRESS, actions=(buttons,))


def message(job: Job, target: Target, digest: Digest, *, language: str) -> Report:
    """Return the digest: what is bad first, each with its cause, then how many are through."""
    bad = digest.bad
    head = _head(language, target, digest)
    if not bad:
        named = [one for one in digest.entries if one.word in _THROUGH]
        lines = [*head]
        if named:
            lines += [Span("\n"), *_names(language, named)]
        lines += _aside(language, digest)
        is_held = bool(digest.count(PAUSED))
        return Report(spans=tuple(lines), severity=Severity.WARNING if is_held else Severity.GOOD)
    lines = [Span(span.text, Style.BOLD) if span.style is Style.TEXT else span for span in head]
    for one in bad[:MOST_NAMED]:
        lines += [Span("\n"), *_bad(language, one)]
    if len(bad) > MOST_NAMED:
        lines += [Span("\n"), *spans(language, "digest.more", count=None, more=len(bad) - MOST_NAMED)]
    lines += _aside(language, digest)
    if quoted := quote(bad[0].telling):
        lines += [Span("\n"), *quoted]
    return Report(spans=tuple(lines), severity=Severity.BAD, actions=_buttons(job, bad, language=language))


def standing(job: Job | None, look: FirstLook, *, language: str, promise: tuple[Span, ...] = ()) -> Report:
    """Return how the namespace stands now: the answer that begins a watch, or to "how is it?"."""
    members = look.members
    rolling = [one for one in members if one.beginning is Beginning.ROLLING]
    failing = [one for one in members if isinstance(one.outcome, Said)]
    number = f"#{job.number}" if job is not None else ""
    eye = spans(language, "watch.eye", number=number, target=bold(look.target)) if job is not None else ()
    said = [*(eye or (*spans(language, "watch.mark-good"), bold(look.target), Span(": ")))]
    said += spans(language, "digest.stands", count=len(members))
    if rolling:
        names = _joined(language, [one.target.name for one in rolling])
        said += [Span("\n"), *spans(language, "digest.rolling", names=names)]
    for one in failing[:MOST_NAMED]:
        assert isinstance(one.outcome, Said)
        said += [Span("\n⚠️ "), *_short(language, one.target.name, one.outcome.cause, one.version)]
    if look.refused:
        kinds = ", ".join(look.refused)
        said += [Span("\n"), *spans(language, "digest.refused", kinds=kinds)]
    if look.beyond:
        said += [Span("\n"), *spans(language, "digest.beyond", count=None, beyond=look.beyond)]
    if promise:
        said += [Span("\n"), *promise]
    actions = (row(language, ("report-now", "cancel"), job=job.id),) if job is not None else ()
    return Report(spans=tuple(said), actions=actions)


def promise(job: Job, look: FirstLook, *, language: str, until: Span) -> tuple[Span, ...]:
    """Return what will be reported of the namespace."""
    if isinstance(job.spec, WatchSpec) and job.spec.lasting:
        return spans(language, "digest.promise.always")
    word = "rolling" if look.beginning is Beginning.ROLLING else "armed"
    return spans(language, f"digest.promise.{word}", until=until)


def _head(language: str, target: Target, digest: Digest) -> tuple[Span, ...]:
    through = digest.count(*_THROUGH)
    fillings: dict[str, Filling] = {
        "target": bold(target),
        "through": through,
        "bad": len(digest.bad),
        "rolling": digest.count("rolling"),
    }
    if digest.bad:
        key = "digest.bad" if not digest.count("rolling") else "digest.bad.rolling"
    elif not digest.is_closed:
        key = "digest.good.rolling"
    else:
        key = "digest.good" if through else "digest.held" if digest.count(PAUSED) else "digest.gone"
    return spans(language, key, count=None, **fillings)


def _bad(language: str, one: Entry) -> tuple[Span, ...]:
    said = _short(language, one.name, one.cause, one.version)
    key = {FLAPPING: "digest.flaps", "stuck": "digest.stuck"}.get(one.word)
    return (*said, *spans(language, key, count=None, times=one.times)) if key is not None else said


def _short(language: str, name: str, cause: str, version: str) -> tuple[Span, ...]:
    why = causes.in_short(language, cause)
    key = "digest.one" if why else "digest.one.plain"
    version = version or text(language, "watch.this-version")
    return spans(language, key, name=code(name), version=version, cause=why)


def _aside(language: str, digest: Digest) -> list[Span]:
    """Return what is paused, what is gone, and what was told before and still stands."""
    lines: list[Span] = []
    held = [one for one in digest.entries if one.word == PAUSED]
    gone = [one for one in digest.entries if one.word == DELETED]
    told = (("digest.paused", held), ("digest.deleted", gone), ("digest.still", digest.carried))
    for key, named in told:
        if named:
            lines += [Span("\n"), *spans(language, key, names=_names(language, named))]
    return lines


def _names(language: str, entries: Sequence[Entry]) -> tuple[Span, ...]:
    return _joined(language, [f"{one.name} {one.version}".strip() for one in entries])


def _joined(language: str, names: Sequence[str]) -> tuple[Span, ...]:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more <= 0:
        return (Span(shown),)
    return (Span(f"{shown} "), *spans(language, "digest.more", count=None, more=more))


def _buttons(job: Job, bad: Sequence[Entry], *, language: str) -> tuple[tuple[Action, ...], ...]:
    """Return the evidence of the worst, the logs of a few more by name, and silence."""
    first, *others = bad
    rows = [row(language, EVIDENCE, job=job.id, argument=str(first.finding or ""))]
    rows += [
        (
            Action(
                word="logs",
                label=text(language, "digest.logs-of", name=one.name)[:40],
                job=job.id,
                argument=str(one.finding),
            ),
        )
        for one in others[:MOST_BUTTONS]
        if one.finding is not None
    ]
    return (*rows, row(language, ("mute",), job=job.id))
