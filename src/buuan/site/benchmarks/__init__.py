"""Benchmarks: each measures one thing against its peers in the same run and gives rows that can be published."""
