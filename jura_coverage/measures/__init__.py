"""Measures: plain functions from columns of communes and places to a named column or figure."""
