"""WHICH: sentences about jobs and cluster objects rather than about a time ("cancel 8", "how is api?").

A sentence is one of these only when all of it fits a phrase of the locale and names something that can be
meant; "cancel culture is tiring" fits nothing and does nothing. A plain word that nobody has used for a job
or an object is asked about, not acted upon.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from language import silence
from language.conditions import PATH_EXAMPLE, Condition
from language.context import Context
from language.intents import (
    Ask,
    Cancel,
    CancelAll,
    Change,
    Choice,
    Find,
    Help,
    History,
    Intent,
    JobRef,
    ListJobs,
    Logs,
    Look,
    Mute,
    Pause,
    Resume,
    Run,
    Settings,
    Skip,
    Talk,
    TargetPhrase,
    Watch,
)
from language.lexicon import Locale
from language.targets import LASTING, PATIENCE, Aim, aim, unknown_kind

REF_INTENTS: dict[str, Callable[..., Intent]] = {
    "cancel": Cancel,
    "pause": Pause,
    "resume": Resume,
    "skip": Skip,
    "run": Run,
    "history": History,
    "logs": Logs,
}
NUMBER = re.compile(
    r"(?:the\s+|der\s+|die\s+|das\s+|den\s+)?(?:job|task|reminder|watch|schedule|number|no\.?|nr\.?|nummer|auftrag|"
    r"erinnerung|aufgabe|beobachtung)?\s*(?:nr\.?|no\.?|number|nummer)?\s*#?\s*(\d{1,6})",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"it|that|this|this one|that one|them|das|es|den|die|dies|diesen|diese|dieses|ihn|sie|das hier|the job|"
    r"den job|the watch|the reminder|die erinnerung",
    re.IGNORECASE,
)
AROUND_NAME = re.compile(
    r"^(?:the|my|der|die|das|den|meine|meinen|mein)?\s*(?:job|task|reminder|watch|erinnerung|auftrag|aufgabe)?\s*"
    r"(?:for|about|on|of|zu|an|für|über|von)?\s*(?:the|der|die|das|den)?\s+|\s+(?:job|watch|reminder|task|auftrag)$",
    re.IGNORECASE,
)
#: What the bot's languages, and some that it does not speak, are called.
TONGUES = (
    "english|englisch|inglés|inglês|anglais|английский|german|deutsch|alemán|alemão|allemand|немецкий|"
    "french|französisch|français|spanish|spanisch|español|italian|italienisch|italiano|portuguese|portugiesisch|"
    "português|russian|russisch|русский|dutch|niederländisch|polish|polnisch|turkish|türkisch"
)
#: What "all" may be of: jobs, or watches or schedules alone.
KINDS = (
    r"(?:(?:jobs?|tasks?|aufgaben?|aufträge?)(?!\w)|(?P<watch>watch(?:es)?|beobachtung(?:en)?)(?!\w)|"
    r"(?P<schedule>reminders?|schedules?|erinnerung(?:en)?)(?!\w))"
)
SLOTS = {
    "{tongue}": rf"(?P<text>{TONGUES})(?!\w)",
    "{ref}": r"(?P<ref>.+?)",
    "{targets}": r"(?P<targets>.+?)",
    "{phrase}": r"(?P<phrase>.+?)",
    "{text}": r"(?P<text>.+?)",
    "{kinds}": KINDS,
    "{kinds}?": f"{KINDS}?",
}
#: What may stand anywhere in a sentence without changing what it asks for.
POLITE = re.compile(r"(?<!\w)(?:please|bitte|pls)(?!\w)", re.IGNORECASE)
BEFORE_CLAUSE = re.compile(r",(?=\s+(?:wenn|sobald|falls|when|once|if|as\s+soon)\b)", re.IGNORECASE)
#: "Always watch api" is "watch api always".
HEAD_ADVERB = re.compile(
    rf"^\s*({'|'.join((*LASTING, *PATIENCE))})\s+(\S.*?)[.!]*\s*$", re.IGNORECASE | re.DOTALL
)
LONGEST_SENTENCE = 200
#: No more of what was typed is repeated.
LONGEST_ECHO = 80


@lru_cache(maxsize=16)
def _patterns(locale: Locale) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the locale's phrases as patterns over a whole sentence; built once for each language."""
    return tuple((name, _compiled(phrase)) for name, phrases in locale.which.items() for phrase in phrases)


def _compiled(phrase: str) -> re.Pattern[str]:
    """Compile a phrase: words, "a|b" for either, "word?" for an optional one, slots in braces."""
    steps = []
    for word in phrase.split():
        if word in SLOTS:
            steps.append(SLOTS[word] + r"\s*")
            continue
        optional = word.endswith("?") and len(word) > 1
        either = "|".join(
            re.escape(each.replace("_", " ")).replace(r"\ ", r"\s+") for each in word.rstrip("?").split("|")
        )
        steps.append(f"(?:(?:{either})(?!\\w)\\s*){'?' if optional else ''}")
    return re.compile("".join(steps) + r"[.!?…\s]*", re.IGNORECASE)


def which(text: str, context: Context, locale: Locale) -> Intent | None:
    """Return what a sentence asks about jobs and objects, or None when it is no such sentence."""
    sentence = " ".join(POLITE.sub(" ", BEFORE_CLAUSE.sub(" ", text.replace("’", "'"))).split()).strip()
    if not sentence or len(sentence) > LONGEST_SENTENCE:
        return None
    sentence = HEAD_ADVERB.sub(r"\2 \1", sentence)
    doubt: Intent | None = None
    for name, pattern in _patterns(locale):
        match = pattern.fullmatch(sentence)
        intent = _meant(name, match, context) if match else None
        if intent is not None and not isinstance(intent, Ask):
            return intent
        doubt = doubt or intent
    return doubt


def _meant(name: str, match: re.Match[str], context: Context) -> Intent | None:
    slots = match.groupdict()
    if name in REF_INTENTS:
        return _about_job(name, slots.get("ref"), context)
    if name in {"watch", "look"}:
        return _about_objects(name, slots.get("targets") or "", context)
    if name in {"mute", "unmute"}:
        return _about_silence(name, slots.get("ref") or "", context)
    if name == "change":
        ref = job_ref(slots.get("ref") or "", context) if slots.get("ref") else JobRef()
        return Change(ref=ref, phrase=slots.get("phrase") or "") if ref is not None else None
    return _simple(name, slots)


def _simple(name: str, slots: dict[str, str | None]) -> Intent:
    text = (slots.get("text") or "").strip(" .!?")
    if name in {"thanks", "hello", "yes", "no", "chatter"}:
        return Talk(kind=name)  # type: ignore[arg-type]
    if name == "list":
        return ListJobs()
    if name == "cancel-all":
        return CancelAll(kind="watch" if slots["watch"] else "schedule" if slots["schedule"] else "")
    if name == "help":
        return Help()
    if name == "find":
        return Find(text=text)
    if name in {"timezone", "language"}:
        return Settings(name=name, value=text or None)
    return Settings()


def job_ref(text: str, context: Context) -> JobRef | None:
    """Return the job that a few words name: a number, "it" in a reply, or a name that is known."""
    cleaned = text.strip(" .!?\"'“”„")
    if number := NUMBER.fullmatch(cleaned):
        return JobRef(number=int(number[1]))
    if PRONOUN.fullmatch(cleaned):
        return JobRef()
    bare = AROUND_NAME.sub("", f" {cleaned} ".strip()).strip() or cleaned
    for candidate in (cleaned.lower(), bare.lower()):
        for name in context.names:
            if candidate == name.lower() or (len(candidate) > 2 and candidate in _words_of(name)):
                return JobRef(name=candidate)
    return None


def _words_of(name: str) -> set[str]:
    return {name.lower(), *re.split(r"[\s/]+", name.lower())}


def _about_job(name: str, said: str | None, context: Context) -> Intent | None:
    make = REF_INTENTS[name]
    if said is None:
        return make(ref=JobRef())
    ref = job_ref(said, context)
    if ref is not None:
        return make(ref=ref)
    words = said.split()
    if len(words) > 2 or not re.fullmatch(r"[\w/.-]+(?: [\w/.-]+)?", said):
        return None
    return Ask(key="language.which-job", arguments=(("name", said.strip()),))


def _about_silence(name: str, said: str, context: Context) -> Intent | None:
    rest, length = silence.split(said)
    ref = job_ref(rest, context) if rest else JobRef()
    if ref is None:
        return None
    return Mute(ref=ref, length=silence.OFF if name == "unmute" else length)


def _about_objects(name: str, said: str, context: Context) -> Intent | None:
    found = aim(said, context)
    if found is None:
        return None
    if found.flawed is not None and not found.is_sure:
        return None
    if found.is_sure:
        return aimed(found) if name == "watch" else Look(targets=found.targets)
    target = found.targets[0]
    if (
        len(found.targets) > 1
        or (target.name or "") in NEVER_NAMES
        or (target.name is None and name == "look")
    ):
        return None
    return _in_the_cluster(name, target)


def _in_the_cluster(name: str, target: TargetPhrase) -> Ask | None:
    """Return the question whether a plain word is the name of an object, with a button that says it is."""
    path = "/".join(part for part in (target.namespace, target.name) if part)
    if not path:
        return None
    text = f"/watch {path}" if name == "watch" else f"status of deployment {path}"
    text = text if target.name else f"/watch namespace {path}"
    label = "language.button-watch" if name == "watch" else "language.button-look"
    choice = Choice(label_key=label, label_arguments=(("name", path),), text=text)
    return Ask(key="language.is-it-in-the-cluster", arguments=(("name", path),), choices=(choice,))


#: What is never the name of an object behind "how is", "watch".
NEVER_NAMES = frozenset(
    "it that this you out weather traffic everything everyone everybody he she they me us going up there dir "
    "life euch ihnen ihm ihr es so das alles mir uns all one your his her now then today tomorrow".split()
)


def aimed(found: Aim) -> Watch | Ask:
    """Return the watch of an aim, or the question until what it is to last."""
    if found.flawed is not None:
        return _until_what(found.flawed)
    return Watch(
        targets=found.targets,
        patience=found.patience,  # type: ignore[arg-type]
        lasting=found.lasting,
        until_condition=found.until_condition,
    )


def _until_what(condition: Condition) -> Ask:
    thing = _echoed(condition.around.strip(" .,;:"))
    arguments = (("text", _echoed(condition.said)), ("thing", thing), ("path", PATH_EXAMPLE))
    return Ask(key=condition.flaw, arguments=arguments)


def _echoed(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_ECHO else f"{text[: LONGEST_ECHO - 1]}…"


def _of_the_cluster(text: str, kind: str, context: Context) -> Aim | None:
    """Return the one object of a kind that is no slip of a known one: only the cluster may know it."""
    widened = replace(context, kinds=(*context.kinds, (kind.lower(), kind.lower())))
    found = aim(text, widened)
    return found if found is not None and len(found.targets) == 1 and found.targets[0].name else None


def watch_command(text: str, context: Context) -> Intent:
    """Return what stands behind /watch: there every word is a name."""
    cleaned = re.sub(r"^\s*/watch(?:@\w+)?", "", text, flags=re.IGNORECASE)
    found = aim(cleaned, context)
    if found is not None:
        return aimed(found)
    if (unknown := unknown_kind(cleaned, context)) is None:
        return Ask(key="language.watch-what")
    if not unknown.is_slip and (found := _of_the_cluster(cleaned, unknown.word, context)) is not None:
        return aimed(found)
    arguments = (("word", unknown.word), ("nearest", unknown.nearest), ("name", unknown.name))
    return Ask(key="language.no-such-kind", arguments=arguments)
