"""What a registry takes, and how long it takes, when it holds a nation's events."""
