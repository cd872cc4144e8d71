"""`python -m api` is the command `genfind`."""

from api.cli import main

main()
