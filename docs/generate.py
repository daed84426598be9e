"""Writes the generated parts of the documents: commands, settings, the transcript's frame, the examples.

`generate.py` rewrites them in place; `generate.py --check` only tells whether they are up to date.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from handlers.commands import COMMANDS
from language.examples import Example, examples
from language.intents import Ask, Refuse
from language.understand import understand
from messages.sentences import text
from watchers.rule import Rule
from watchers.rules import RULES

ROOT = Path(__file__).parents[1]

#: Settings that only the practice servers use are not for people.
HIDDEN = {"practice_clock", "fault_point"}


def command_table() -> Iterator[str]:
    """Yield the rows of the command table, from the registry that also makes the menu and /help."""
    yield "| you type | it does |"
    yield "|---|---|"
    for command in COMMANDS:
        usage = text("en", f"command.{command.name}.usage").replace("|", "\\|")
        yield f"| `{usage}` | {text('en', f'command.{command.name}.summary')} |"


def settings_table() -> Iterator[str]:
    """Yield the rows of the settings table, from the settings class."""
    yield "| variable | default | meaning |"
    yield "|---|---|---|"
    for name, description, default in _settings():
        yield f"| `{name}` | {f'`{default}`' if default else ''} | {description} |"


def transcript() -> Iterator[str]:
    """Yield the transcript of docs/demo.txt as `make transcript` wrote it."""
    yield "```"
    yield from (ROOT / "docs" / "transcript.txt").read_text(encoding="utf-8").rstrip().splitlines()
    yield "```"


def rules_table() -> Iterator[str]:
    """Yield the signs by which a watch fails, from the table that the judge reads."""
    yield "| sign | says | cause | borne for |"
    yield "|---|---|---|---|"
    for rule in RULES:
        reasons = ", ".join(f"`{reason}`" for reason in rule.reasons) or rule.family
        pattern = f"`{rule.pattern}`".replace("|", "\\|") if rule.pattern else ""
        yield f"| {reasons} | {pattern} | {rule.cause or 'no sign'} | {_borne(rule)} |"


def _borne(rule: Rule) -> str:
    if rule.warns_after_s is not None:
        return f"a warning after {rule.warns_after_s:g} s, never fatal"
    if rule.fatal_after_s is None and rule.fatal_sightings:
        return f"until sighted {rule.fatal_sightings} times"
    if rule.fatal_after_s is None:
        named = f"named after {rule.noticed_after_s:g} s, " if rule.noticed_after_s else ""
        return f"{named}never fatal by itself" if rule.cause else ""
    borne = "not at all" if rule.fatal_after_s == 0 else f"{rule.fatal_after_s:g} s"
    return f"{borne}, or until sighted {rule.fatal_sightings} times" if rule.fatal_sightings else borne


def example_tables() -> Iterator[str]:
    """Yield a table for each topic, from the examples that the tests try."""
    for topic, told in examples():
        yield f"### {topic}"
        yield ""
        has_tasks = any(example.task for example in told)
        yield "| you type | understood | to do |" if has_tasks else "| you type | understood |"
        yield "|---|---|---|" if has_tasks else "|---|---|"
        for example in told:
            yield _example_row(example, has_tasks=has_tasks)
        yield ""


def _example_row(example: Example, *, has_tasks: bool) -> str:
    cells = [f"``{example.text}``" if "`" in example.text else f"`{example.text}`", _meaning(example)]
    return "| " + " | ".join([*cells, example.task] if has_tasks else cells) + " |"


def _meaning(example: Example) -> str:
    """Return what a person is told: for a question or a refusal the sentence itself."""
    intent = understand(example.text, example.context)
    if isinstance(intent, Ask | Refuse):
        return text(example.answered_in, intent.key, **dict(intent.arguments))
    return example.meaning


def env_example() -> str:
    """Return `.env.example`: every setting with its meaning, its default commented out."""
    lines = ["# Copy to .env and fill in the token; everything else has a default.", ""]
    for name, description, default in _settings():
        lines += [f"# {description}", f"{'' if name == 'TELEGRAM_BOT_TOKEN' else '# '}{name}={default}", ""]
    return "\n".join(lines)


def filled(document: str, mark: str, rows: Iterator[str]) -> str:
    """Return the document with the part between its marks replaced."""
    part = "\n".join((f"<!-- {mark} -->", *rows, f"<!-- /{mark} -->"))
    return re.sub(rf"<!-- {mark} -->.*?<!-- /{mark} -->", lambda _: part, document, flags=re.DOTALL)


def _settings() -> Iterator[tuple[str, str, str]]:
    for name, field in Settings.model_fields.items():
        if name in HIDDEN:
            continue
        default = field.get_default()
        if isinstance(default, tuple):
            shown = (" " if name == "news_feeds" else ",").join(default)
        else:
            shown = "" if default is None or name == "telegram_bot_token" else str(default)
        yield name.upper(), field.description or "", shown


def main() -> int:
    """Write the documents, or with --check return 1 when one is out of date."""
    readme = ROOT / "README.md"
    text_of_readme = readme.read_text(encoding="utf-8")
    text_of_readme = filled(text_of_readme, "transcript", transcript())
    text_of_readme = filled(text_of_readme, "commands", command_table())
    text_of_readme = filled(text_of_readme, "settings", settings_table())
    watching = ROOT / "docs" / "watching.md"
    language = ROOT / "docs" / "language.md"
    wanted = {
        readme: text_of_readme,
        watching: filled(watching.read_text(encoding="utf-8"), "rules", rules_table()),
        language: filled(language.read_text(encoding="utf-8"), "examples", example_tables()),
        ROOT / ".env.example": env_example(),
    }
    stale = [
        path for path, content in wanted.items() if not path.exists() or path.read_text("utf-8") != content
    ]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name} is out of date: run 'make format'")
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
