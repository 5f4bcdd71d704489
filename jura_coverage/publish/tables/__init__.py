"""What is written in tables, whatever the file: rows with French headings, and their dictionary."""
