"""The sheet of paper: a figure in units of one SVG pixel, its quiet axes, and its way into a page as inline SVG."""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.reporting.charts.palette import light, themed
from sim.reporting.document import Picture
from sim.reporting.fonts import font_file

WIDTH = 360
SMALL, BODY = 9.5, 10.5


def sheet(height: float, width: float = WIDTH) -> Figure:
    """An empty figure; 72 dots per inch make points, units and SVG pixels one."""
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasSVG(figure)
    return figure


def axes(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes with the given margins in units: no box, faint horizontal lines, small muted ticks."""
    width, height = figure.get_size_inches() * 72
    found = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )
    found.patch.set_visible(False)
    for side in ("top", "right", "left"):
        found.spines[side].set_visible(False)
    found.spines["bottom"].set_color(light("line"))
    found.tick_params(colors=light("muted"), labelsize=SMALL, length=0, pad=4)
    found.set_axisbelow(True)
    return found


def blank(figure: Figure) -> Axes:
    """Axes over the whole sheet in units from the top left corner: for drawings made of boxes and words."""
    width, height = figure.get_size_inches() * 72
    found = figure.add_axes((0, 0, 1, 1))
    found.set_xlim(0, width)
    found.set_ylim(height, 0)
    found.axis("off")
    return found


def width_of(text: str, size: float = BODY) -> float:
    """Width of a text in units, near enough to plan with: Chinese is one em wide, digits 0.56."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.62 if c.isupper() else 0.56 for c in text)


def fitted(text: str, width: float, size: float = BODY) -> str:
    """The text, or as much of it as fits in `width`, ending in an ellipsis."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


@contextmanager
def ink() -> Iterator[None]:
    """Settings under which figures are drawn and saved: the report's font, text kept as text."""
    if not any(entry.fname == str(font_file()) for entry in fontManager.ttflist):
        fontManager.addfont(font_file())
    settings: dict[Any, Any] = {
        "font.family": "Noto Sans SC",
        "font.size": BODY,
        "text.color": light("ink"),
        "axes.unicode_minus": True,
        "svg.fonttype": "none",
        "path.simplify": True,
        "hatch.linewidth": 0.6,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        # a brand may use a sign the font lacks; the reader's own fonts then show it
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        yield


def inline_svg(picture: Picture) -> str:
    """The drawing as an <svg> element that scales with the page, follows its colours and shares no id with another."""
    with ink(), mpl.rc_context({"svg.hashsalt": picture.key}):
        out = io.StringIO()
        picture.draw().savefig(out, format="svg", transparent=True, metadata={"Date": None})
    body = out.getvalue()
    body = body[body.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'\s(xmlns(:xlink)?|version)="[^"]*"', "", body)
    body = re.sub(r'(<svg[^>]*?) width="[^"]*"|height="[^"]*" (?=viewBox)', r"\1", body, count=1)
    body = re.sub(r'^(<svg)[^>]*?viewBox="([^"]*)"[^>]*>', r'\1 viewBox="\2" role="img" aria-label="">', body)
    body = _with_own_ids(body, picture.key)
    body = re.sub(r"font: ([0-9.]+px) [^;\"]*", r"font-size: \1", body)
    body = re.sub(r" ?font-family: [^;\"]*;?| transform=\"rotate\(-?0 [^\"]*\)\"", "", body)
    body = re.sub(r">\s+<", "><", body)
    return themed(body).replace('aria-label=""', f'aria-label="{_attribute(picture.label)}"', 1)


def _with_own_ids(svg: str, key: str) -> str:
    """Ids that are referred to get the picture's key in front, the others go; a label's halo becomes a class."""
    wanted = set(re.findall(r"url\(#([^)]*)\)", svg)) | set(re.findall(r'href="#([^"]*)"', svg))
    svg = svg.replace('id="halo"', 'class="halo"')
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{key}-{found[1]}"' if found[1] in wanted else "", svg)
    svg = re.sub(r"url\(#([^)]*)\)", rf"url(#{key}-\1)", svg)
    return re.sub(r'(?:xlink:)?href="#([^"]*)"', rf'href="#{key}-\1"', svg)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
