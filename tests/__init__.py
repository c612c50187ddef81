"""The tests, a package of its own: another `tests` that a library installs must not stand in its place."""
