"""Judging a study: lights, score, verdict, the first action, and what to know before trusting the numbers."""
