"""The command as ``python -m jura_coverage``, for where its own name is not on the path."""

from jura_coverage.command.cli import process

if __name__ == "__main__":
    process()
