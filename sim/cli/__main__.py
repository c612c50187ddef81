"""`python -m sim.cli` is `surge`."""

from sim.cli.main import main

main()
