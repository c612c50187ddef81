"""Reading a page back the way a browser would, with nothing but the standard library."""

import base64
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Tree(HTMLParser):
    """What is in a page; every start tag must have its end tag in the right place."""

    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    sheet: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, its id, its addresses and its exact number."""
        found = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.addresses += [value for name, value in attrs if name in ("href", "src", "xlink:href", "action") and value]
        if tag == "table":
            self.sheet = str(found.get("data-sheet"))
        if tag == "data":
            self.numbers.setdefault(self.sheet, []).append(float(str(found["value"])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A self-closing tag opens nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Compare with what is open."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def parsed(page: str) -> Tree:
    """The page as a tree's worth of lists."""
    tree = Tree()
    tree.feed(page)
    tree.close()
    return tree


def embedded_font(page: str) -> bytes:
    """The bytes of the font inside the page."""
    found = re.search(r"url\(data:font/woff2?;base64,([^)]*)\)", page)
    assert found, "no embedded font"
    return base64.b64decode(found.group(1))
