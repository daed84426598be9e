"""What a watch is to wait for: "until condition=Ready", "--for=jsonpath={.status.phase}=Bound".

As `kubectl wait` writes it, its quotes for a shell too. What would never come true, because nothing stands
behind the word or nobody can read it, is a flaw that is said at once: the watch would wait for a day in vain.
"""

import re
from typing import NamedTuple

#: The example of a path; the catalogue's own braces are its gaps.
PATH_EXAMPLE = "jsonpath={.status.phase}=Bound"
_HOW = r"(?:condition|jsonpath)\s*="
#: One that was left empty and is said anew stands before the one that counts.
_WORD = re.compile(
    rf"(?:(?<!\S)(?:until|bis|for|--for)[=\s]+)?(?<![^\s=])(?:{_HOW}\s*(?={_HOW}))*"
    r"(?P<how>condition|jsonpath)\s*=\s*(?P<said>\S*)",
    re.IGNORECASE,
)
#: A last word alone; whether it is a name ("deployment until") is for others to say.
_NOTHING = re.compile(
    r"(?<=\S)\s+(?:until|bis|--for)(?:[=\s]+(?:condition|jsonpath))?[\s.,;:!?=]*$", re.IGNORECASE
)
_CONDITION = re.compile(r"[\w.-]+(?:/[\w.-]+)?(?:=\w+)?")
_STEPS = r"\$?(?:\.?[\w-]+|\[\d+\]|\[['\"][^'\"]+['\"]\])+"
_PATH = re.compile(rf"(?P<path>\{{{_STEPS}\}}|{_STEPS})=(?P<wanted>.+)")
_BARE_PATH = re.compile(rf"(?:\{{{_STEPS}\}}|{_STEPS})=?")
_QUOTED = re.compile(r"(['\"])(.+?)\1")


class Condition(NamedTuple):
    """A condition in a text.

    `wanted` is what it waits for; `flaw` the key of why that cannot be, or ""; `said` what was typed behind
    "until", `around` the text without it, of a flawed one only what stands before.
    """

    wanted: str
    flaw: str
    said: str
    around: str


def condition_in(text: str) -> Condition | None:
    """Return the condition that a text names, None where it names none."""
    if found := _WORD.search(text):
        said = found["said"].rstrip(",.;:!?")
        before, behind = text[: found.start()], text[found.start("said") + len(said) :]
        wanted, flaw = (_condition if found["how"].lower() == "condition" else _path)(said)
        around = before if flaw else f"{before} {behind}"
        return Condition(wanted, flaw, f"{found['how']}={said}", around)
    if found := _NOTHING.search(text):
        return Condition("", "language.until-what", "", text[: found.start()])
    return None


def _condition(said: str) -> tuple[str, str]:
    if not said:
        return "", "language.until-what"
    return (said, "") if _CONDITION.fullmatch(said) else ("", "language.until-unclear")


def _path(said: str) -> tuple[str, str]:
    plain = _QUOTED.sub(r"\2", said, count=1) if said[:1] in "'\"" else said
    if not plain.strip("{}'\"="):
        return "", "language.until-what"
    if plain.count("{") != plain.count("}"):
        return "", "language.until-brace"
    if _BARE_PATH.fullmatch(plain):
        return "", "language.until-value"
    return (f"jsonpath={plain}", "") if _PATH.fullmatch(plain) else ("", "language.until-unclear")
