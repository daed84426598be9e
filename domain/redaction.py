"""Takes secrets out of text from outside before it is kept or shown.

Logs, events and registries' errors carry tokens (Docker Hub's rate-limit text names user and token). What is
recognised is replaced, the rest is left as it is; better one harmless word too many than a token in a chat.
"""

import re

HIDDEN = "•••"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # A whole private key, or what is left of one that was cut off.
    (
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
            re.DOTALL,
        ),
        HIDDEN,
    ),
    # JSON Web Tokens, wherever they stand.
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*"), HIDDEN),
    # Authorization: Bearer …, Basic …
    (re.compile(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{8,}"), rf"\1\2{HIDDEN}"),
    # user:password@ of an address; the user stays.
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    # password=…, "api_key": "…", DB_PASSWORD: …
    (
        re.compile(
            r"(?i)([\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
            r"[\w.-]*[\"']?\s*[=:]\s*)(?:\"[^\"\n]+\"|'[^'\n]+'|[^\s,;&\"']+)"
        ),
        rf"\1{HIDDEN}",
    ),
    # --password …, --api-key … and curl's -u user:…, as they stand in commands.
    (
        re.compile(
            r"(?i)(?<!\S)(--?[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
            r"\s+)(?:\"[^\"\n]+\"|'[^'\n]+'|[^\s\"'-]\S*)"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?<!\S)((?:-u|--user)[ =]\s*[^\s:]+:)\S+"), rf"\1{HIDDEN}"),
    # Keys with a shape of their own: AWS, GitHub, Slack, Telegram bots.
    (
        re.compile(
            r"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}"
            r"|\d{8,10}:[A-Za-z0-9_-]{35})\b"
        ),
        HIDDEN,
    ),
)


def redact(text: str) -> str:
    """Return the text with everything that looks like a secret replaced."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
