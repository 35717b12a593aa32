"""The look of a Word file, as styles that whoever edits it further can change in one place."""

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

NOTICE, LOUD_NOTICE, MARK, MISSING_MARK, MISSING, MADE_AT = "Notice", "Notice Loud", "Mark", "Mark Missing", "Missing", "Made At"
TEXT_WIDTH = Cm(15.6)
_FONT = "Calibri"
_INK, SOFT, _ACCENT, ALARM = (RGBColor.from_string(colour) for colour in ("1D2522", "54605B", "0D5C52", "9C2318"))
_EDGE, _WARM, _HAIR = "C08A1E", "FDF3DC", "D0D2CA"
_KEPT = {qn("w:keepNext"), qn("w:keepLines"), qn("w:outlineLvl")}


def set_styles(file: Docx, *, locale: str) -> None:
    """Own styles, the changed built-in ones, A4, and the language of everything that names no other."""
    _page(file)
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    _style(file, "Normal", size=12, colour=_INK, after=8, line=1.2)
    _style(file, "Heading 1", size=24, colour=_ACCENT, bold=True, before=20, after=4)
    _ruled(_style(file, "Heading 2", size=15, colour=_ACCENT, bold=True, before=20, after=0), {"top": (_HAIR, 6, 10)})
    _style(file, "Subtitle", size=13, colour=_INK, after=2)
    _framed(_style(file, "Header", size=9.5, colour=_INK, after=14))
    _style(file, "Footer", size=9.5, colour=SOFT, after=0)
    _style(file, MADE_AT, size=10.5, colour=SOFT, after=4)
    _style(file, MARK, size=11, colour=SOFT, after=6).paragraph_format.keep_with_next = True
    _style(file, MISSING_MARK, size=11, colour=ALARM, bold=True, after=6)
    _framed(_style(file, LOUD_NOTICE, size=14, colour=ALARM, bold=True, after=0))
    _framed(_style(file, NOTICE, size=12, colour=_INK, after=0))
    missing = _style(file, MISSING, size=12, colour=_INK, after=8)
    missing.paragraph_format.left_indent = Cm(0.4)
    _ruled(missing, {"left": (_EDGE, 16, 8)})


def _page(file: Docx) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
    page.header_distance, page.footer_distance = Cm(1.1), Cm(1.2)


def _style(
    file: Docx, name: str, *, size: float, colour: RGBColor, bold: bool = False, before: float = 0, after: float = 0, line: float | None = None
) -> ParagraphStyle:
    known = name in file.styles
    style = file.styles[name] if known else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - for the type checker: only paragraph styles are named here
    if known:
        _strip(style)
    else:
        style.base_style = file.styles["Normal"]
        style.quick_style = True
    style.font.name = _FONT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), _FONT)
    style.font.size, style.font.color.rgb, style.font.bold = Pt(size), colour, bold
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line:
        style.paragraph_format.line_spacing = line
    return style


def _strip(style: ParagraphStyle) -> None:
    """Takes away the looks that the library's template gives a built-in style; its place in the outline stays."""
    style.element.remove(style.element.get_or_add_rPr())
    properties = style.element.get_or_add_pPr()
    for look in [child for child in properties if child.tag not in _KEPT]:
        properties.remove(look)


def _framed(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = Cm(0.5)
    style.paragraph_format.right_indent = Cm(0.3)
    _ruled(style, {"top": (_WARM, 4, 7), "left": (_EDGE, 36, 12), "bottom": (_WARM, 4, 8), "right": (_WARM, 4, 7)}, fill=_WARM)


def _ruled(style: ParagraphStyle, sides: dict[str, tuple[str, int, int]], *, fill: str = "") -> None:
    """Lines on the sides: colour, width in eighths of a point, distance in points. In the order the schema wants."""
    properties = style.element.get_or_add_pPr()
    borders, shading = OxmlElement("w:pBdr"), OxmlElement("w:shd")
    for side, (colour, width, distance) in sides.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", width), ("space", distance), ("color", colour)):
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    properties.insert_element_before(borders, *later)
    if fill:
        properties.insert_element_before(shading, *later[1:])
