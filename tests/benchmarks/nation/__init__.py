"""What a national police would see: invented, in true proportions, decided by the domain."""
