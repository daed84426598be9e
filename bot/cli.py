"""The command line: `nightjar serve`, `demo`, `fire`, `sweep`, `parse`, `replay`, `doctor`, `backup`.

Only the standard library is imported here: `nightjar --help` answers in under 0.3 seconds, and a subcommand
loads what it needs and nothing else.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from domain.errors import NightjarError

if TYPE_CHECKING:  # its library takes longer to load than --help may take
    from bot.settings import Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no other name

#: Exit code of a command that did not work.
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code; a known error is one sentence, never a traceback."""
    parsed = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except NightjarError as error:
        from messages.sentences import explain

        print("".join(span.text for span in explain("en", error)), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130  # 128 + SIGINT, as shells expect


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nightjar", description="A Telegram bot that you hand work to: it watches, checks and reports."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_serve, _add_demo, _add_clocks, _add_parse, _add_replay, _add_care):
        add(commands)
    return parser


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="run the bot, with the settings in the environment and .env")
    serve.set_defaults(run=_serve)


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser(
        "demo", help="practice mode: the whole bot without a token and without a cluster"
    )
    demo.add_argument(
        "--script", metavar="FILE", help="play these lines and print the transcript; - is the terminal"
    )
    demo.add_argument("--speed", type=float, default=None, help="seconds of the practice clock in a real one")
    demo.add_argument("--port", type=int, default=0, help="port of the chat page; 0 takes a free one")
    demo.set_defaults(run=_demo)


def _add_clocks(commands: Commands) -> None:
    fire = commands.add_parser("fire", help="for outside clocks: run one job now if it is due")
    fire.add_argument("job", metavar="JOB", help="its id, or its number (#8) where no other chat has it too")
    fire.set_defaults(run=_fire)

    sweep = commands.add_parser(
        "sweep", help="for outside clocks: run all that is due, and tell the owner if the bot is silent"
    )
    sweep.set_defaults(run=_sweep)


def _add_parse(commands: Commands) -> None:
    parse = commands.add_parser("parse", help="say how a sentence is understood")
    parse.add_argument("text", nargs="?", help="the sentence")
    parse.add_argument(
        "--jsonl", action="store_true", help="read cases as JSON lines, write answers as JSON lines"
    )
    parse.add_argument("--tz", default="Europe/Berlin", help="zone of the chat (IANA name)")
    parse.add_argument("--now", help="the moment it is said, ISO with offset")
    parse.add_argument("--lang", default="en", help="language of the chat")
    parse.add_argument(
        "--form", default="plain", choices=("every", "at", "in", "cron", "watch", "plain", "change")
    )
    parse.set_defaults(run=_parse, parser=parse)


def _add_replay(commands: Commands) -> None:
    replay = commands.add_parser(
        "replay", help="judge a recorded rollout and print what would have been said"
    )
    replay.add_argument(
        "--from", dest="start", type=float, default=0.0, metavar="T", help="when the watch begins"
    )
    replay.add_argument("file", type=Path, help="the recording, *.jsonl.gz")
    replay.set_defaults(run=_replay)


def _add_care(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="check settings, database, Telegram, cluster and news feeds")
    doctor.set_defaults(run=_doctor)

    backup = commands.add_parser(
        "backup", help="write a consistent copy of the database, also while the bot runs"
    )
    backup.add_argument("target", type=Path, help="file to write")
    backup.set_defaults(run=_backup)


def _serve(_: argparse.Namespace) -> int:
    from bot.lifecycle import serve

    settings = _settings()
    settings.check_token()
    return serve(settings)


def _demo(parsed: argparse.Namespace) -> int:
    from bot.practice.demo import run_demo

    return run_demo(script=parsed.script, speed=parsed.speed, port=parsed.port)


def _fire(parsed: argparse.Namespace) -> int:
    from bot.firing import fire

    return fire(parsed.job, out=sys.stdout)


def _sweep(_: argparse.Namespace) -> int:
    from bot.firing import sweep

    return sweep(out=sys.stdout)


def _parse(parsed: argparse.Namespace) -> int:
    from bot.parsing import parse_lines, parse_one

    if parsed.jsonl:
        return parse_lines(sys.stdin, sys.stdout)
    if not parsed.text:
        parsed.parser.error('say what to understand: nightjar parse "every monday 9am water the plants"')
    return parse_one(
        parsed.text or "",
        zone=parsed.tz,
        now=parsed.now,
        language=parsed.lang,
        form=parsed.form,
        out=sys.stdout,
    )


def _replay(parsed: argparse.Namespace) -> int:
    from bot.replay import run_replay
    from telemetry import logging

    logging.configure(level="warning", form="text")  # to stderr: stdout is JSON lines
    return run_replay(parsed.file, start=parsed.start, out=sys.stdout)


def _doctor(_: argparse.Namespace) -> int:
    from bot.doctor import examine

    return examine(_settings(), out=sys.stdout)


def _backup(parsed: argparse.Namespace) -> int:
    from storage.migrating import backup

    backup(_settings().database, parsed.target)
    print(parsed.target)
    return 0


def _settings() -> "Settings":
    from bot.settings import load

    return load()


if __name__ == "__main__":
    sys.exit(main())
