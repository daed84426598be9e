"""The lines of a log that tell why a run ended: what stands open in a verdict on a telephone."""

import pytest

from watchers.excerpt import ERROR, telling

PYTHON = """\
starting api 1.4.3
Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    url = os.environ["DATABASE_URL"]
KeyError: 'DATABASE_URL'
"""
CHAINED = """\
Traceback (most recent call last):
  File "/app/a.py", line 1, in <module>
ConnectionRefusedError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/b.py", line 9, in run
sqlalchemy.exc.OperationalError: could not connect to server
\tIs the server running on host "db"?
worker exits
bye
"""
JAVA = """\
12:00:01 INFO  Starting
Exception in thread "main" java.lang.IllegalStateException: no configuration
\tat com.example.Main.main(Main.java:12)
Caused by: java.io.FileNotFoundException: /etc/app.conf
\tat com.example.Config.read(Config.java:33)
\t... 1 more
"""
GO = """\
2026/11/22 listening on :8080
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]
goroutine 1 [running]:
main.serve(0x0)
\t/app/main.go:12 +0x1d
main.main()
\t/app/main.go:5 +0x1a
"""
NODE = """\
node:internal/modules/cjs/loader:1080
  throw err;
Error: Cannot find module 'express'
Require stack:
- /app/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
Node.js v20.11.0
"""
ODD_NAME = """\
Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
botocore.exceptions.NoCredentials: Unable to locate credentials
"""
LOGGED = """\
12:00:01 ERROR cannot reach db:5432
12:00:02 INFO shutting down
"""


@pytest.mark.parametrize(
    ("log", "lines"),
    [
        (PYTHON, ["KeyError: 'DATABASE_URL'"]),
        (
            CHAINED,
            [
                "sqlalchemy.exc.OperationalError: could not connect to server",
                '\tIs the server running on host "db"?',
                "worker exits",
            ],
        ),
        (JAVA, ["Caused by: java.io.FileNotFoundException: /etc/app.conf"]),
        (
            GO,
            [
                "panic: runtime error: invalid memory address or nil pointer dereference",
                "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]",
            ],
        ),
        (NODE, ["Error: Cannot find module 'express'", "Require stack:", "- /app/server.js"]),
        (ODD_NAME, ["botocore.exceptions.NoCredentials: Unable to locate credentials"]),
        (LOGGED, ["12:00:01 ERROR cannot reach db:5432", "12:00:02 INFO shutting down"]),
        ("a\nb\nc\nd\n", ["b", "c", "d"]),
        ("", []),
    ],
)
def test_the_telling_lines_of_a_log_are_its_last_trouble(log: str, lines: list[str]) -> None:
    assert list(telling(log.splitlines())) == lines


def test_a_line_that_goes_on_for_ever_is_cut() -> None:
    (line,) = telling(["ERROR " + "x" * 500])

    assert len(line) <= 131
    assert line.endswith("…")


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-22T00:00:03 ERROR upstream timeout after 30s",
        'time="2026-11-22T00:00:03Z" level=error msg="cannot reach db"',
        'level="fatal" msg="no configuration"',
        '{"time":"2026-11-22T00:00:03Z","level":"error","msg":"cannot reach db"}',
        '{"severity": "CRITICAL", "message": "no configuration"}',
        "2026/11/22 12:00:01 [error] 7#7: *1 connect() failed (111: Connection refused)",
        "E1122 12:00:01.123456       1 reflector.go:138] Failed to watch *v1.Pod",
    ],
)
def test_an_error_is_known_by_its_level_as_loggers_write_it(line: str) -> None:
    assert ERROR.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "0 errors, 3 warnings",
        "error_log /dev/stderr warn;",
        '{"level":"info","errors":0,"msg":"no error found"}',
        'level=info msg="started"',
        "Exceptional weather today",
        "EXPOSE 8080",
    ],
)
def test_what_only_speaks_of_errors_is_none(line: str) -> None:
    assert not ERROR.search(line)
