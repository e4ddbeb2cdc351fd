"""Tests of manifest reading."""
