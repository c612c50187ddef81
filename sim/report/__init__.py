"""What management reads: one result object, many formats."""

from sim.report.writing import UnknownFormatError, formats, render

__all__ = ["UnknownFormatError", "formats", "render"]
