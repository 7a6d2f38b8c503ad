"""Run the command at another time: `python -m tests.simulation.at 2026-03-01T06:00:00+00:00 crawl --due ...`."""

import sys
from datetime import datetime

import time_machine

from crawler.cli import main

if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
        sys.argv = ["spacebeat", *sys.argv[2:]]
        main()
