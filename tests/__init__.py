"""The promises of the registry, as sentences that are checked."""
