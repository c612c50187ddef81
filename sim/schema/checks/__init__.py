"""Checks across a whole world that no single field can make; each file looks at one kind of mistake."""
