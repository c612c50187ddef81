"""Where the page templates are: beside the package in a checkout, inside it once installed."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def folder() -> Path:
    """The folder `reports`."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_shipped" / "reports"
    return shipped if shipped.is_dir() else package.parent / "reports"


@cache
def environment() -> Environment:
    """Templates escape everything; a name that is not given is an error."""
    return Environment(
        loader=FileSystemLoader(folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
