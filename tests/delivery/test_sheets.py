from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from delivery.formatting import entities, width
from delivery.sheets import CAPTION_LIMIT, MOST_PARTS, TEXT_LIMIT, Sheet, compose
from domain.report import Action, File, Report, Span, Style

words = st.text(st.sampled_from("ab _`\n🚀é"), max_size=3000)
spans = st.builds(Span, words, st.sampled_from([Style.TEXT, Style.PRE, Style.QUOTE, Style.BOLD]))
files = st.builds(File, name=st.just("api.log"), text=st.text(max_size=50))
reports = st.builds(
    Report,
    spans=st.lists(spans, max_size=8).map(tuple),
    files=st.lists(files, max_size=2).map(tuple),
    actions=st.just(((Action(word="logs", label="Logs", job="abc123"),),)),
)


@given(reports, st.sampled_from(["en", "de"]))
def test_every_message_fits_even_with_all_that_may_have_to_be_said_above_it(
    report: Report, language: str
) -> None:
    sheets = compose(report, revision=1, language=language)

    for sheet in sheets:
        worst = replace(sheet, repeat=True, notes=("delivery.topic-gone", "delivery.shortened"))
        said = worst.words(language)
        assert width(said.text) <= (CAPTION_LIMIT if sheet.file_name else TEXT_LIMIT)
        assert all(entity.offset + entity.length <= width(said.text) for entity in entities(said))


@given(reports)
def test_there_are_few_messages_none_is_empty_and_the_last_has_the_buttons(report: Report) -> None:
    sheets = compose(report, revision=1, language="en")

    assert len(sheets) <= MOST_PARTS + len(report.files)
    assert all(sheet.text or sheet.content for sheet in sheets)
    assert [bool(sheet.buttons) for sheet in sheets] == [*[False] * (len(sheets) - 1), True][: len(sheets)]
    assert bool(sheets) == bool(report.text.strip() or any(file.text for file in report.files))


@given(reports)
def test_what_is_stored_is_what_is_sent(report: Report) -> None:
    for sheet in compose(report, revision=3, language="en"):
        assert Sheet.decode(sheet.encode()) == sheet


def test_a_file_that_was_sent_is_not_kept_twice_but_recognised() -> None:
    report = Report(spans=(Span("Logs"),), files=(File(name="api.log", text="boom" * 1000),))
    (sheet,) = compose(report, revision=1, language="en")

    kept = Sheet.decode(sheet.sent().encode())

    assert len(kept.encode()) < 500
    assert kept.becomes(sheet)
    assert not kept.becomes(replace(sheet, digest="another"))
