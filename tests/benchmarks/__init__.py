"""Ratios measured side by side in one run; never a test that a slow machine can fail."""
