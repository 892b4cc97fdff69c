"""Measurements that anyone can repeat; see README, `make bench`."""
