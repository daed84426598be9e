"""Causes in words: a sentence with figures, a hint for the next step, a few words for a passing mention.

What the cluster said stands in it as code, shortened, and is never taken for our own words. The words of a
cause are those of recordings/README.md; each has its three sentences in the catalogue.
"""

import re
from collections.abc import Callable, Mapping

from domain.causes import CAUSES
from domain.redaction import redact
from domain.report import Span, Style
from domain.watch import Evidence, Target
from messages.sentences import Filling, spans, text

#: Longer than this nobody reads a message of the cluster on a phone; [Events] has all of it.
LONGEST_MESSAGE = 220

#: Causes whose sentence quotes the cluster, and has another one where it says nothing.
_WORDED = frozenset({"claim-unprovided", "claim-resize", "load-balancer", "stalled", "object-failed"})
_WORDED |= {"object-unready", "node-not-ready", "node-pressure"}
_WORDED |= {"mount", "start-error", "image-unreachable", "unschedulable", "quota", "admission"}

#: What stands around the part of a message that tells something, first that fits.
_TELLING = (
    re.compile(r"nodes are available: (?P<part>.+?)\.(?: |$)"),
    re.compile(r"is forbidden: (?P<part>.+)$", re.DOTALL),
    re.compile(r"(?P<part>admission webhook .+)$", re.DOTALL),
    re.compile(r"lifecycle hook .+? failed - error: (?P<part>.+?)(?:: , message: \"\")?$", re.DOTALL),
    re.compile(r"OCI runtime create failed: (?P<part>.+)$", re.DOTALL),
    re.compile(r"MountVolume\.SetUp failed for volume (?P<part>.+)$", re.DOTALL),
)
_MISSING_OBJECT = re.compile(r'(?P<kind>configmap|secret) "(?P<name>[^"]+)" not found', re.IGNORECASE)
_MISSING_KEY = re.compile(
    r"couldn't find key (?P<key>\S+) in (?P<kind>configmap|secret) (?:[^/\s]+/)?(?P<name>\S+)", re.IGNORECASE
)
_OVER_ITS_LIMIT = re.compile(r"\bexceed", re.IGNORECASE)
_CLAIM = re.compile(r"persistent ?volume", re.IGNORECASE)
#: What the kubelet refuses to start, because it would run as root and may not.
_AS_ROOT = re.compile(r"runAsNonRoot|run as (non-)?root|non-numeric user", re.IGNORECASE)
#: The reason of a start whose postStart hook failed, and what newer kubelets say of it.
_FAILED_HOOK, _WORDLESS_HOOK = "FailedPostStartHook", "PostStartHook failed"
_KIND_NAMES = {"configmap": "ConfigMap", "secret": "Secret"}


def sentence(language: str, cause: str, evidence: Evidence, target: Target) -> tuple[Span, ...]:
    """Return what is wrong, in one sentence with figures; nothing for a cause without words."""
    if cause not in CAUSES:
        return ()
    key = f"watch.cause.{cause}{_variant(cause, evidence)}"
    return spans(language, key, count=None, **_fillings(language, evidence, target))


def hint(language: str, cause: str, evidence: Evidence) -> tuple[Span, ...]:
    """Return what to look at next."""
    if cause not in CAUSES:
        return ()
    chosen = _HINTS[cause](evidence) if cause in _HINTS else ""
    return spans(language, f"watch.hint.{cause}{chosen}")


def in_short(language: str, cause: str) -> str:
    """Return the cause in a few words, "" for one without."""
    return text(language, f"watch.short.{cause}") if cause in CAUSES else ""


def times(language: str, count: int) -> str:
    """Return "once", "twice", "5 times"."""
    if count <= 1:
        return text(language, "watch.once")
    return text(language, "watch.twice") if count == 2 else text(language, "watch.times", times=count)


def telling(message: str) -> str:
    """Return the part of the cluster's message that tells something, short, on one line, without secrets.

    Registries name the account and its token when they refuse it.
    """
    line = " ".join(redact(message).split())
    for pattern in _TELLING:
        if found := pattern.search(line):
            line = found["part"]
            break
    return line if len(line) <= LONGEST_MESSAGE else f"{line[: LONGEST_MESSAGE - 1]}…"


def _variant(cause: str, evidence: Evidence) -> str:
    """Return which of a cause's sentences fits what is known."""
    chosen = _VARIANTS[cause](evidence) if cause in _VARIANTS else ""
    return chosen or (".plain" if cause in _WORDED and not evidence.message else "")


def _missing(evidence: Evidence) -> str:
    if _MISSING_KEY.search(evidence.message):
        return ".key"
    return ".object" if _MISSING_OBJECT.search(evidence.message) else ""


def _claimed(evidence: Evidence) -> str:
    return ".claim" if _CLAIM.search(evidence.message) else ""


def _unasked(evidence: Evidence) -> str:
    return "" if evidence.probe else ".no-probe"


def _ended(evidence: Evidence) -> str:
    return ".ended" if evidence.container and evidence.exit_code is not None else ""


def _overrun(evidence: Evidence) -> str:
    return ".own" if _OVER_ITS_LIMIT.search(evidence.message) else ""


def _never_pulled(evidence: Evidence) -> str:
    return ".never" if evidence.reason == "ErrImageNeverPull" else ""


def _started(evidence: Evidence) -> str:
    if evidence.reason != _FAILED_HOOK:
        return ""
    return ".hook.plain" if evidence.message in {"", _WORDLESS_HOOK} else ".hook"


def _to_start(evidence: Evidence) -> str:
    if evidence.reason == _FAILED_HOOK:
        return ".hook"
    return ".root" if _AS_ROOT.search(evidence.message) else ""


def _exit(evidence: Evidence, codes: frozenset[int]) -> str:
    return f".exit-{evidence.exit_code}" if evidence.exit_code in codes else ""


#: Sentences and hints that depend on more than the cause.
_BOTH: Mapping[str, Callable[[Evidence], str]] = {
    "unschedulable": _claimed,
    "evicted": _overrun,
    "image-not-found": _never_pulled,
}
_VARIANTS: Mapping[str, Callable[[Evidence], str]] = {
    **_BOTH,
    "crash": lambda evidence: _exit(evidence, frozenset({0, 137})),
    "oom": lambda evidence: "" if evidence.memory_limit else ".no-limit",
    "config-missing": _missing,
    "start-error": _started,
    "not-ready": _unasked,
    "liveness": _unasked,
    "job-failed": _ended,
}
_HINTS: Mapping[str, Callable[[Evidence], str]] = {
    **_BOTH,
    "crash": lambda evidence: _exit(evidence, frozenset({0, 126, 127, 139})),
    "start-error": _to_start,
}


def _fillings(language: str, evidence: Evidence, target: Target) -> dict[str, Filling]:
    missing = _MISSING_KEY.search(evidence.message) or _MISSING_OBJECT.search(evidence.message)
    parts = missing.groupdict() if missing is not None else {}
    same = text(language, "watch.same-each-time") if evidence.same_each_time else ""
    said = telling(evidence.message)
    return {
        "container": Span(evidence.container or "?", Style.CODE),
        "pod": Span(evidence.pod or "?", Style.CODE),
        "image": Span(evidence.image or "?", Style.CODE),
        "message": Span(said or "–", Style.CODE),
        "probe": Span(evidence.probe, Style.CODE),
        "limit": evidence.memory_limit,
        "code": "?" if evidence.exit_code is None else evidence.exit_code,
        "ends": times(language, evidence.ends),
        "same": same,
        "kind": _KIND_NAMES.get(str(parts.get("kind", "")).lower(), ""),
        "name": Span(str(parts.get("name", "")), Style.CODE),
        "key": Span(str(parts.get("key", "")), Style.CODE),
        "namespace": target.namespace,
    }
