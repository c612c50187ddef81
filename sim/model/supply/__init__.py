"""How goods are ordered, bought, made and brought to where they are wanted."""
