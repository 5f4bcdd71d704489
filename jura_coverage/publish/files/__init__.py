"""Files that people take away: a folder written whole or not at all, and its formats."""
