"""The programs that Spacebeat is compared with, each in a separate environment."""
