"""Questions with answers: each button carries the complete phrase that is to be understood instead."""

from datetime import date

from language.answers import answers
from language.intents import Choice
from language.parts import Count, Open, Part, Period, Piece, SlashDate
from language.problem import Problem
from language.reader import Reader
from language.scene import Scene

#: Days of a week that is named, with a time: an answer to "sometime next week".
WEEK = {
    "en": (("on monday ", "at 9"), ("on wednesday ", "at 9"), ("on friday ", "at 9")),
    "de": (("am Montag ", "um 9"), ("am Mittwoch ", "um 9"), ("am Freitag ", "um 9")),
}
UNITS = {"en": ("minutes", "hours"), "de": ("Minuten", "Stunden")}
COMMANDS = {"every": "/every ", "at": "/at ", "in": "/in "}


def question(item: object, r: Reader, scene: Scene, form: str, place: tuple[int, int]) -> Problem | None:
    """Return the question behind an open part, with its answers; None when the part is not open.

    Args:
        item: The part.
        r: The text that it stands in.
        scene: When and where it is asked.
        form: The command that was said; the answers say it again.
        place: The tokens of the part.
    """
    command = COMMANDS.get(form, "")
    if isinstance(item, SlashDate):
        return _slash_date(item, r, scene, command, place)
    if isinstance(item, Open) and item.cuts:
        choices = tuple(_choice(command + without(r, start, end)) for start, end in item.cuts)
        return Problem("ask", item.key, arguments=(("phrase", item.text),), choices=choices)
    if isinstance(item, Open) and item.key == "language.which-unit":
        words = UNITS.get(r.lexicon.locale.code, UNITS["en"])
        at = r.tokens[place[1] - 1].end
        choices = tuple(_choice(f"{command}{r.text[:at]} {unit}{r.text[at:]}".strip()) for unit in words)
        return Problem("ask", item.key, arguments=(("phrase", item.text),), choices=choices)
    return None


def with_answers(problem: Problem, pieces: tuple[Piece, ...], r: Reader, form: str) -> Problem:
    """Return a question with buttons where concrete answers to its only open part exist."""
    open_pieces = [
        p for p in pieces if isinstance(p.item, Open) or (isinstance(p.item, Count) and p.item.per)
    ]
    alone = len(open_pieces) == 1 and (len(pieces) == 1 or isinstance(open_pieces[0].item, Count))
    if problem.kind == "ask" and not problem.choices and len(open_pieces) == 1 and not alone:
        choices = tuple(_choice(text) for text in _with_open_day(open_pieces[0], pieces, r))
        return Problem(problem.kind, problem.key, arguments=problem.arguments, choices=choices)
    if problem.kind != "ask" or problem.choices or not alone:
        return problem
    piece = open_pieces[0]
    assert isinstance(piece.item, Open | Count)
    is_rate = isinstance(piece.item, Count) or piece.item.key == "language.how-often"
    head = ("" if is_rate else COMMANDS.get(form, "")) + r.text[: r.tokens[piece.start].start]
    tail = r.text[r.tokens[piece.end - 1].end :]
    phrases = answers(piece.item, r, (piece.start, piece.end))
    choices = tuple(_choice(" ".join(f"{head}{phrase}{tail}".split())) for phrase in phrases)
    return Problem(problem.kind, problem.key, arguments=problem.arguments, choices=choices)


def _with_open_day(piece: Piece, pieces: tuple[Piece, ...], r: Reader) -> tuple[str, ...]:
    """Return answers to "sometime this afternoon" and "irgendwann nächste Woche"."""
    others = [each for each in pieces if each is not piece]
    if not isinstance(piece.item, Open) or piece.item.key != "language.when-exactly":
        return ()
    if any(isinstance(each.item, Part) for each in others):
        return (without(r, piece.start, piece.end),)
    week = next((each for each in others if isinstance(each.item, Period) and each.item.unit == "week"), None)
    if week is None or week.start != piece.end:
        return ()
    head, tail = r.text[: r.tokens[piece.start].start], r.text[r.tokens[week.start].start :]
    said = r.words(week.start, week.end)
    return tuple(
        f"{head}{day}{tail}".replace(said, f"{said} {hour}", 1)
        for day, hour in WEEK.get(r.lexicon.locale.code, ())
    )


def _choice(text: str) -> Choice:
    return Choice(label_key="language.button-phrase", label_arguments=(("phrase", text),), text=text)


def without(r: Reader, start: int, end: int) -> str:
    """Return the text without the tokens from `start` up to `end`."""
    if start >= end:
        return r.text.strip()
    head, tail = r.text[: r.tokens[start].start], r.text[r.tokens[end - 1].end :]
    return " ".join((head + " " + tail).split())


def _slash_date(item: SlashDate, r: Reader, scene: Scene, command: str, place: tuple[int, int]) -> Problem:
    choices = []
    for day, month in ((item.first, item.second), (item.second, item.first)):
        exact = _coming(item.year, month, day, scene.today)
        start, end = _digits_of(r, place)
        text = r.text[: r.tokens[start].start] + exact.isoformat() + r.text[r.tokens[end - 1].end :]
        label = (("date", exact.isoformat()),)
        choices.append(
            Choice(label_key="language.button-date", label_arguments=label, text=(command + text.strip()))
        )
    arguments = (("first", item.first), ("second", item.second))
    return Problem("ask", "language.slash-date", arguments=arguments, choices=tuple(choices))


def _digits_of(r: Reader, place: tuple[int, int]) -> tuple[int, int]:
    """Return the tokens of the date itself, without words such as "on" before it."""
    start = next(i for i in range(*place) if r.digits(i) is not None)
    end = start
    while end < place[1] and (r.digits(end) is not None or r.is_sign(end, "/")):
        end += 1
    return start, end


def _coming(year: int | None, month: int, day: int, today: date) -> date:
    if year is not None:
        return date(year, month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)
