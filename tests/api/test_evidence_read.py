"""Reading a file: for a purpose, on record before its first byte, and never half of it."""
