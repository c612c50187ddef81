"""The report's typeface: found among the files of `zhplot`, cut down to the glyphs in use, carried inside the page."""

import base64
import io
from functools import cache
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Surge Sans SC"


@cache
def font_file() -> Path:
    """Noto Sans SC Regular (SIL OFL 1.1) as `zhplot` ships it; the package itself is never imported.

    Importing it would change matplotlib's settings for the whole process.
    """
    shipped = [Path(str(file.locate())) for file in files("zhplot") or () if file.suffix == ".ttf"]
    if not shipped:
        raise FileNotFoundError(
            "the package zhplot has no .ttf file: reinstall it (pip install --force-reinstall zhplot)"
        )
    return shipped[0]


def font_face(text: str) -> str:
    """A CSS @font-face whose source is a data: URI holding just the characters of `text`."""
    data, kind = subset(text)
    source = f"url(data:font/{kind};base64,{base64.b64encode(data).decode()}) format('{kind}')"
    return f"@font-face{{font-family:'{FAMILY}';src:{source};font-display:block}}"


def subset(text: str) -> tuple[bytes, str]:
    """The font with only the glyphs of `text`, and its wrapping: woff2 where brotli is installed, else woff."""
    kind = "woff2" if find_spec("brotli") else "woff"
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "ccmp"]
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # names, copyright and licence stay inside
    with TTFont(font_file(), lazy=True, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        font.flavor = kind
        out = io.BytesIO()
        font.save(out)
    return out.getvalue(), kind
