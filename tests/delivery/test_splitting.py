from hypothesis import given
from hypothesis import strategies as st

from delivery.formatting import Formatted, Mark, width
from delivery.splitting import cut, opening
from domain.report import Style

texts = st.text(st.sampled_from("ab\n 🚀é"), max_size=400)


@st.composite
def messages(draw: st.DrawFn) -> Formatted:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    marks = tuple(Mark(start=start, end=end, style=Style.BOLD) for start, end in pairs if start < end)
    return Formatted(text=text, marks=marks)


def letters(message: Formatted) -> list[tuple[str, bool]]:
    return [
        (char, any(mark.start <= at < mark.end for mark in message.marks))
        for at, char in enumerate(message.text)
    ]


@given(messages(), st.integers(2, 60))
def test_the_pieces_joined_are_the_message_with_every_mark_and_each_one_fits(
    message: Formatted, limit: int
) -> None:
    pieces = cut(message, limit)

    assert all(width(piece.text) <= limit for piece in pieces)
    assert [letter for piece in pieces for letter in letters(piece)] == letters(message)


@given(messages(), st.integers(2, 60))
def test_no_piece_is_empty_unless_the_message_is(message: Formatted, limit: int) -> None:
    pieces = cut(message, limit)

    assert all(piece.text for piece in pieces) or len(pieces) == 1


def test_a_blank_line_is_the_best_place_to_cut_then_a_line_then_a_space() -> None:
    blank = cut(Formatted(text="one two\nthree\n\nfour five\nsix seven"), 26)
    line = cut(Formatted(text="one two\nthree four five\nsix"), 26)
    space = cut(Formatted(text="one two three four five six"), 26)

    assert [piece.text for piece in blank] == ["one two\nthree\n\n", "four five\nsix seven"]
    assert [piece.text for piece in line] == ["one two\nthree four five\n", "six"]
    assert [piece.text for piece in space] == ["one two three four five ", "six"]


def test_a_surrogate_pair_is_never_divided() -> None:
    pieces = cut(Formatted(text="🚀" * 10), 5)

    assert [piece.text for piece in pieces] == ["🚀🚀"] * 5


@given(messages(), st.integers(10, 60))
def test_an_opening_fits_and_says_that_it_goes_on(message: Formatted, limit: int) -> None:
    beginning = opening(message, limit)

    assert width(beginning.text) <= limit
    assert beginning.text == message.text or beginning.text.endswith("…")
