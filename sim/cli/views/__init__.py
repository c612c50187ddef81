"""How the result of a study looks on the terminal: one file a kind of study."""
