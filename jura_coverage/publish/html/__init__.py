"""The page around HTML: templates, what is embedded, and how text is set into it."""
