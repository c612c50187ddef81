"""The stock of one site: what lies there, who waits for it, and who gets it."""
