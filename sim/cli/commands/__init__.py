"""One file per command, found by being here; the file's name is the command's name."""
