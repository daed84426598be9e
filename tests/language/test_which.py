"""Sentences about jobs and objects do what they say; chatter does nothing, and doubt is asked about."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from language.context import Context
from language.intents import (
    Ask,
    CancelAll,
    Change,
    Create,
    Find,
    Intent,
    JobRef,
    Look,
    Refuse,
    Settings,
    Talk,
    TargetPhrase,
    Watch,
)
from language.understand import understand
from watchers.kinds import VOCABULARY

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "which.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
NOTHING = (Ask, CancelAll, Refuse, Talk)  # to cancel all is asked first


def said(intent: Intent) -> str:  # noqa: PLR0911  # one line for each kind of intent
    """Return an intent in the short form of `which.jsonl`."""
    name = type(intent).__name__
    if isinstance(intent, Watch | Look):
        words = [name, *(target_words(target) for target in intent.targets)]
        if isinstance(intent, Watch):
            words += ["lasting"] * intent.lasting
            words += [intent.patience] if intent.patience else []
            words += [f"until={intent.until_condition}"] if intent.until_condition else []
        return " ".join(words)
    if isinstance(intent, Change):
        return f"Change {ref_words(intent.ref)} {intent.phrase}"
    if isinstance(intent, Create):
        quiet = " quiet" if intent.quiet else ""
        return f"Create {intent.task_name}{quiet}: {intent.topic or intent.task}"
    if isinstance(intent, Settings):
        return "Settings" + (f" {intent.name}={intent.value}" if intent.name else "")
    if isinstance(intent, Find):
        return f"Find {intent.text}"
    if isinstance(intent, Talk):
        return f"Talk {intent.kind}"
    ref = getattr(intent, "ref", None)
    return f"{name} {ref_words(ref)}" if isinstance(ref, JobRef) else name


def target_words(target: TargetPhrase) -> str:
    where = f"{target.context}:" if target.context else ""
    where += f"{target.namespace}/" if target.namespace else ""
    return where + (f"{target.kind}/" if target.kind else "") + (target.name or "")


def ref_words(ref: JobRef) -> str:
    return f"#{ref.number}" if ref.number is not None else ref.name or "?"


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"])
def test_a_sentence_does_what_it_says_and_nothing_else(sentence: dict[str, str]) -> None:
    context = Context(
        zone=ZoneInfo("Europe/Berlin"),
        now=datetime(2026, 11, 24, 9, 20, tzinfo=UTC),
        language=sentence["lang"],
        kinds=VOCABULARY,
        names=("api", "backup", "worker"),
        reply=bool(sentence.get("reply")),
    )

    intent = understand(sentence["text"], context)

    if sentence["want"] == "nothing":
        assert isinstance(intent, NOTHING), intent
    else:
        assert said(intent) == sentence["want"]


def test_there_are_enough_sentences_and_a_third_must_do_nothing() -> None:
    quiet = [sentence for sentence in SENTENCES if sentence["want"] == "nothing"]

    assert (len(SENTENCES) >= 120, len(quiet) >= 40) == (True, True)
