"""One file per format of the report, found by being here; the file's name is the format's name."""
