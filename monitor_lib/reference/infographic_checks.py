"""Every way in which the codebook's infographics can disagree with its questions or with the page they stand on."""

from collections.abc import Iterator

from monitor_lib.reference.infographics import COLUMNS, DRAWS, DRAWS_ONE, KINDS, PICTOGRAMS, Block, Infographic
from monitor_lib.reference.records import Codebook


def infographic_faults(book: Codebook) -> Iterator[str]:
    """Every fault in the infographics, each with its place."""
    known = {question.id for question in book.published} | {entry.id for entry in book.indicators}
    for page in book.infographics:
        place = f"[[infographic]] {page.id}"
        if page.level not in ("country", "province"):
            yield f"{place}: level '{page.level}' is not country or province"
        yield from _width_faults(place, page)
        for number, block in enumerate(page.block, 1):
            yield from _block_faults(f"{place}, block {number} ({block.kind})", block, book, known)


def _width_faults(place: str, page: Infographic) -> Iterator[str]:
    if page.block and page.block[0].below:
        yield f"{place}, block 1: nothing stands above it, so 'below' cannot be true"
    for number, row in enumerate(page.rows, 1):
        width = sum(column[0].width for column in row)
        if width != COLUMNS:
            yield f"{place}: the blocks of row {number} are {width} wide together, not {COLUMNS}"
        for column in row:
            if any(block.width != column[0].width for block in column):
                yield f"{place}: in row {number} a block 'below' is not as wide as the one above it"
            if column[0].kind == "numbers" and column[0].width != COLUMNS:
                yield f"{place}: 'numbers' is a band over the whole page; make it {COLUMNS} wide"
            if column[0].kind == "changes" and column[0].width != COLUMNS:
                yield f"{place}: 'changes' falls away in a first wave; make it {COLUMNS} wide or put it 'below' a block"


def _block_faults(place: str, block: Block, book: Codebook, known: set[str]) -> Iterator[str]:
    if block.kind not in KINDS:
        yield f"{place}: kind is not one of {', '.join(KINDS)}"
        return
    if block.kind in DRAWS_ONE and len(block.figures) != 1:
        yield f"{place}: figures must name exactly one question or indicator"
    elif (block.kind in DRAWS) != bool(block.figures):
        yield f"{place}: figures {'is empty' if block.kind in DRAWS else 'does not belong here'}"
    unknown = [name for name in block.figures if name not in known]
    yield from (f"{place}: '{name}' is no published question and no indicator" for name in unknown)
    if not unknown:
        yield from _answer_faults(place, block, book)
    wrong = [name for name in block.pictograms if name not in PICTOGRAMS]
    yield from (f"{place}: pictogram '{name}' is not one of {', '.join(PICTOGRAMS)}" for name in wrong)
    if block.kind == "pictograms" and not unknown:
        yield from _alone_faults(place, block, book)
    if block.kind == "numbers" and block.pictograms and len(block.pictograms) != len(block.figures):
        yield f"{place}: as many pictograms as figures are needed, or none"


def _alone_faults(place: str, block: Block, book: Codebook) -> Iterator[str]:
    needed = 1 if any(book.answers_of(name) for name in block.figures) else 0
    if len(block.pictograms) != 1 or len(block.answers) != needed:
        yield f"{place}: name one pictogram and {'one answer' if needed else 'no answer'}"


def _answer_faults(place: str, block: Block, book: Codebook) -> Iterator[str]:
    for name in block.figures:
        answers = book.answers_of(name)
        unknown = [answer for answer in block.answers if answer not in answers]
        yield from (f"{place}: '{answer}' is no answer of {name}" for answer in unknown)
        if block.kind == "stack" and not any(question.id == name for question in book.published if question.scale):
            yield f"{place}: '{name}' is no question with answers, so it cannot be stacked"
