"""The command: options in, files and French sentences out. The only room that prints."""
