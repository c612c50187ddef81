"""Textbook cases with known answers: each becomes an ordinary world that Surge plays, measures and compares."""
