"""Whether a registry that is used for long holds more and more memory."""
