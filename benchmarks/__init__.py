"""Measurements that cost too much for the tests, each a script that prints what it finds."""
