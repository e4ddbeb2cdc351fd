"""Bưu An: the open platform with which a Vietnamese province keeps its post safe."""

__version__ = "0.1.0"
