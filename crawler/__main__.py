"""`python -m crawler` is `spacebeat`."""

from crawler.cli import main

if __name__ == "__main__":
    main()
