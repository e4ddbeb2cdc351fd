"""Marks of requests."""
