"""Pages around the map: the index, the report on posts, the data report."""
