"""The kinds of study, one file each."""
