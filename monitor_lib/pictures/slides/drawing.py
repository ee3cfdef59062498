"""A briefing as PPTX: charts of PowerPoint's own, whose figures can be edited, in the house style.

Nothing of the moment or the machine is in the file: the same briefing is the same bytes.
"""

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import xlsxwriter
from pptx import Presentation, presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Drawn
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from monitor_lib.pictures.figure.lines import rest
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.slides.bars import Bar, bars
from monitor_lib.pictures.slides.briefing import Briefing, Said, Slide
from monitor_lib.pictures.style import style
from monitor_lib.reference.text.language import say, spoken

_WIDTH, _HEIGHT = 13.333, 7.5  # inches, as everything here: a slide of 16 to 9
_MARGIN = 0.6
_TOP, _BOTTOM = 1.45, 6.75  # of what stands between title and foot
_GAP = 0.4
_UNDER = 1.2  # at the foot of a chart
_HIGHEST_ROW, _CHART_EDGE = 0.6, 0.2  # few rows of a chart or table leave room under them
_LONGEST = 255  # signs of a property
_MANY = 12  # rows of a chart, from where on their names are smaller
_TITLE_ONLY = 5  # of the layouts that python-pptx brings
_SIZES = (20, 18, 16, 14, 13, 12, 11, 10)  # points, the largest first
_SIGN, _LINE = 0.5, 1.3  # width of a letter and height of a line, in its size
_TABLE_SIZE, _BOLD_SIGN, _CELL_EDGES = 12, 0.6, 0.2  # letters of a table in points; a bold one's width; inches
_UNMEANT = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS)  # of who made the empty presentation
_LANGUAGES = {"nl": MSO_LANGUAGE_ID.DUTCH, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
_PERCENT = '[=0]0%;[<0.005]"<1%";0%'  # as `style.percent` has it
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_PALETTE = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "deep",
    "lt2": "sand",
    "accent1": "teal",
    "accent2": "accent",
    "accent3": "middle",
    "accent4": "soft",
    "accent5": "beside",
    "accent6": "rest",
    "hlink": "teal",
    "folHlink": "grey",
}


@dataclass(frozen=True)
class Box:
    """A part of a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """The same as python-pptx asks it."""
        left, top, width, height = (Inches(side) for side in (self.left, self.top, self.width, self.height))
        return left, top, width, height


def pptx(briefing: Briefing) -> bytes:
    """The briefing as a presentation."""
    made = _empty(briefing)
    for slide in briefing.slides:
        drawn = made.slides.add_slide(made.slide_layouts[0])
        _draw(drawn, slide, briefing)
    content = io.BytesIO()
    made.save(content)
    return _dateless(content.getvalue())


def _empty(briefing: Briefing) -> presentation.Presentation:
    """A presentation without slides, with one layout, in the house style, and with nobody's name in it."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    for part in (made.part.package, made.part):
        for key in [key for key, relation in part._rels.items() if relation.reltype in _UNMEANT]:
            part._rels.pop(key)
    for layout in [layout for at, layout in enumerate(made.slide_layouts) if at != _TITLE_ONLY]:
        made.slide_layouts.remove(layout)
    for holder in (made.slide_master, made.slide_layouts[0]):
        for shape in list(holder.placeholders)[1:]:
            shape.element.getparent().remove(shape.element)
        title = holder.placeholders[0]
        title.left, title.top, title.width, title.height = Box(_MARGIN, 0.55, _WIDTH - 2 * _MARGIN, 0.8).emu
    made.slide_master.element.xpath("p:txStyles/p:titleStyle/a:lvl1pPr")[0].set("algn", "l")
    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _themed(theme.blob)
    _describe(made, briefing)
    return made


def _themed(theme: bytes) -> bytes:
    """The theme with the colours and letters of the house style, for who adds a slide."""
    text, colours = theme.decode("utf-8"), style.load().colours
    for name, role in _PALETTE.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colours[role][1:]}"/></a:{name}>', text
        )
    return re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{style.load().fonts["family"]}"', text).encode()


def _describe(made: presentation.Presentation, briefing: Briefing) -> None:
    about = made.core_properties
    told = {"title": f"{briefing.title}. {briefing.kicker}", "subject": briefing.kicker, "author": briefing.author}
    told |= {"comments": " ".join(filter(None, (briefing.notice, briefing.source))), "language": spoken()}
    for name, words in (told | {"last_modified_by": briefing.author, "keywords": "", "category": ""}).items():
        setattr(about, name, words[:_LONGEST])
    about.revision = 1
    about.created = about.modified = about.last_printed = _midnight(briefing)


def _midnight(briefing: Briefing) -> dt.datetime:
    return dt.datetime.combine(briefing.wave.released, dt.time())


def _dateless(content: bytes) -> bytes:
    """The same parts, packed without the time at which that was done."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            archive.writestr(zipfile.ZipInfo(name, _DAY), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# ---- one slide ----


def _draw(drawn: Drawn, slide: Slide, briefing: Briefing) -> None:
    title = drawn.shapes.title
    assert title is not None, "the one layout has a title"
    _write(title.text_frame, [Said("", slide.title)], 30, "teal")
    _frame(drawn, briefing)
    top = _numbered(drawn, slide) if slide.number else _TOP
    whole = Box(_MARGIN, top, _WIDTH - 2 * _MARGIN, _BOTTOM - top)
    if slide.table is not None:
        _with_table(drawn, slide, briefing, whole)
    elif slide.pictures:
        _with_charts(drawn, slide, briefing, whole)
    else:
        _text(drawn, slide.said, whole)


def _numbered(drawn: Drawn, slide: Slide) -> float:
    """The one number of a slide; returns where what follows begins."""
    box = Box(_MARGIN, _TOP + 0.6, _WIDTH - 2 * _MARGIN, 1.7)
    _write(drawn.shapes.add_textbox(*box.emu).text_frame, [Said("", slide.number)], 96, "teal")
    return box.top + box.height + 0.1


def _with_table(drawn: Drawn, slide: Slide, briefing: Briefing, whole: Box) -> None:
    """A chart at the left, its table at the right, and words above both where there are any."""
    top = whole.top
    if slide.said:
        _text(drawn, slide.said, Box(whole.left, top, whole.width, 0.6))
        top += 0.6
    left, right = _halves(Box(whole.left, top, whole.width, whole.top + whole.height - top))
    _chart(drawn, slide.pictures[0], briefing, left)
    assert slide.table is not None
    _table(drawn, slide.table, slide.pictures[0].alt, right)


def _with_charts(drawn: Drawn, slide: Slide, briefing: Briefing, whole: Box) -> None:
    """Charts beside each other, each with its words below it; what else there is to say takes the free half."""
    boxes = _halves(whole)
    texts = [(slide.said, boxes[0])] if slide.said else []
    for picture, words, box in zip(slide.pictures, slide.under, boxes[-len(slide.pictures) :], strict=True):
        heading = " · ".join(filter(None, (picture.title, picture.badge)))
        _text(drawn, [Said("", heading)], Box(box.left, box.top, box.width, 0.4))
        _chart(drawn, picture, briefing, Box(box.left, box.top + 0.4, box.width, box.height - 0.4 - _UNDER))
        texts.append(((Said(words),), Box(box.left, box.top + box.height - _UNDER, box.width, _UNDER)))
    size = min(_fitting(said, box) for said, box in texts)
    for said, box in texts:
        _write(drawn.shapes.add_textbox(*box.emu).text_frame, said, size, "ink")


def _halves(whole: Box) -> tuple[Box, Box]:
    width = (whole.width - _GAP) / 2
    left = Box(whole.left, whole.top, width, whole.height)
    return left, Box(whole.left + width + _GAP, whole.top, width, whole.height)


def _frame(drawn: Drawn, briefing: Briefing) -> None:
    """What stands on every slide: who it is from, the mark on example data, and the source."""
    house, logo = style.load(), style.load().logo
    if logo and logo.suffix == ".png":  # PowerPoint would need a picture beside any other
        picture = drawn.shapes.add_picture(str(logo), Inches(_MARGIN), Inches(0.15), height=Inches(0.4))
        _describe_shape(picture, house.sender["wordmark"])
    else:
        kicker = drawn.shapes.add_textbox(*Box(_MARGIN, 0.15, 7, 0.4).emu)
        _write(kicker.text_frame, [Said(briefing.kicker)], 12, "grey")
    if briefing.notice:
        notice = drawn.shapes.add_textbox(*Box(_WIDTH - _MARGIN - 3.6, 0.15, 3.6, 0.4).emu)
        _fill(notice.fill, "notice")
        _write(notice.text_frame, [Said("", briefing.notice)], 12, "ink")
    foot = drawn.shapes.add_textbox(*Box(_MARGIN, 6.9, _WIDTH - 2 * _MARGIN, 0.4).emu)
    _write(foot.text_frame, [Said(briefing.source)], 11, "grey")


def _text(drawn: Drawn, said: Sequence[Said], box: Box) -> None:
    """Paragraphs as large as fit in the box."""
    _write(drawn.shapes.add_textbox(*box.emu).text_frame, said, _fitting(said, box), "ink")


def _fitting(said: Sequence[Said], box: Box) -> int:
    """The largest size in which some paragraphs fit in the box."""
    return next((size for size in _SIZES if _height(said, size, box.width) <= box.height), _SIZES[-1])


def _height(said: Sequence[Said], size: int, width: float) -> float:
    """About how high some paragraphs are in this size, in inches."""
    signs = (width - 0.2) / (size / 72 * _SIGN)
    lines = sum(math.ceil(len(f"{each.lead} {each.words}") / signs) + 0.4 for each in said)
    return lines * size / 72 * _LINE


def _write(frame: TextFrame, said: Sequence[Said], size: int, role: str) -> None:
    """Fills a frame; each part of the text says in which language it is."""
    frame.word_wrap = True
    for at, each in enumerate(said):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.4)
        for words, bold in ((each.lead, True), (each.words, False)):
            if words:
                run = paragraph.add_run()
                run.text = f"{words} " if bold and each.words else words
                run.font.size, run.font.bold = Pt(size), bold
                run.font.color.rgb = _colour("teal" if bold and each.words else role)
                run.font.language_id = _LANGUAGES[spoken()]


def _table(drawn: Drawn, table: pd.DataFrame, alt: str, box: Box) -> None:
    """A table of text, its first column the widest."""
    rows = len(table) + 1
    frame = drawn.shapes.add_table(rows, len(table.columns), *box.emu)
    _describe_shape(frame, alt)
    made, widths = frame.table, _widths(table, box.width)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    for at, cells in enumerate([list(table.columns), *table.to_numpy().tolist()]):
        made.rows[at].height = Inches(min(box.height / rows, _HIGHEST_ROW))
        for cell, words in zip(made.rows[at].cells, cells, strict=True):
            _fill(cell.fill, "deep" if at == 0 else "pale" if at % 2 else "paper")
            _write(
                cell.text_frame, [Said("", words) if at == 0 else Said(words)], _TABLE_SIZE, "ink" if at else "paper"
            )


def _widths(table: pd.DataFrame, whole: float) -> list[float]:
    """Of the columns of a table: no figure and no word of a heading breaks, and the names get at least two fifths."""
    longest = [max(map(len, [*str(name).split(), *table[name]])) for name in table.columns[1:]]
    most = 0.6 * whole / len(longest)
    narrow = [min(length * _TABLE_SIZE / 72 * _BOLD_SIGN + _CELL_EDGES, most) for length in longest]
    return [whole - sum(narrow), *narrow]


def _describe_shape(shape: BaseShape, alt: str) -> None:
    """Gives a shape its text for who cannot see it."""
    shape._element._nvXxPr.cNvPr.set("descr", alt)


def _fill(fill: FillFormat, role: str) -> None:
    fill.solid()
    fill.fore_color.rgb = _colour(role)


def _colour(role: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(style.colour(role)[1:]))


# ---- charts ----


def _chart(drawn: Drawn, picture: Picture, briefing: Briefing, box: Box) -> None:
    """A bar chart; an interval is a bar up to its end, with one in the colour of the paper up to its beginning."""
    found = bars(picture)
    series = {
        picture.badge or briefing.title: [bar.value for bar in found],
        picture.reference or rest(): [bar.beside for bar in found],
        say("eind van het interval"): [bar.high for bar in found],
        say("begin van het interval"): [bar.low for bar in found],
    }
    box = replace(box, height=min(box.height, _CHART_EDGE + len(found) * _HIGHEST_ROW))
    data = CategoryChartData(number_format="0%")
    data.categories = [bar.label for bar in found]
    for name, values in series.items():
        data.add_series(name, values)
    frame = drawn.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box.emu, data)
    _describe_shape(frame, picture.alt)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(found, series, briefing))
    _styled(frame.chart, found, "grey" if picture.marked else "accent")


def _styled(chart: Chart, found: list[Bar], beside: str) -> None:
    plot, values, names = chart.plots[0], chart.value_axis, chart.category_axis
    chart.has_legend = chart.has_title = False
    plot.gap_width, plot.overlap, plot.vary_by_categories = 25, 100, False
    values.minimum_scale, values.maximum_scale, values.has_major_gridlines, values.visible = 0, 1.2, False, False
    names.reverse_order, names.major_tick_mark = True, XL_TICK_MARK.NONE
    every = OxmlElement("c:tickLblSkip")
    every.set("val", "1")
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
    names.format.line.fill.background()  # a bar in the colour of the paper would break it
    names.tick_labels.font.size = Pt(9 if len(found) > _MANY else 10.5)
    names.tick_labels.font.color.rgb = _colour("ink")
    for series, role in zip(plot.series, ("teal", beside, "middle", "paper"), strict=True):
        _fill(series.format.fill, role)
        series.invert_if_negative = False
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = role != "paper", _PERCENT, False
        labels.font.size, labels.font.color.rgb = Pt(11), _colour("ink")
        if role != "paper":
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for at, bar in enumerate(found):
        if bar.words:
            label = plot.series[0 if bar.high is None else 2].points[at].data_label
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            _write(label.text_frame, [Said(bar.words)], 11, "ink")


def _workbook(found: list[Bar], series: dict[str, list[float | None]], briefing: Briefing) -> bytes:
    """The figures of a chart as PowerPoint opens them: where python-pptx put its own, but text stays text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _AS_TEXT) as book:
        told = {"title": briefing.kicker, "author": briefing.author, "created": _midnight(briefing)}
        book.set_properties(told | {"comments": " ".join(filter(None, (briefing.notice, briefing.source)))})
        sheet, percent = book.add_worksheet("Sheet1"), book.add_format({"num_format": _PERCENT})
        sheet.write_column(1, 0, [bar.label for bar in found])
        for column, (name, values) in enumerate(series.items(), 1):
            sheet.write_string(0, column, name)
            for row, number in enumerate(values, 1):
                if number is not None:
                    sheet.write_number(row, column, number, percent)
    return content.getvalue()
