"""What follows a command about one job: a number, with or without "#", or a part of its name."""

import re

from language.intents import JobRef

NUMBER = re.compile(r"#?\s*(\d{1,9})")


def job_meant(text: str) -> JobRef:
    """Return which job the text names; nothing for an empty text."""
    bare = text.strip()
    if match := NUMBER.fullmatch(bare):
        return JobRef(number=int(match[1]))
    return JobRef(name=bare or None)
