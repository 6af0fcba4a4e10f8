"""What is due, in which order, at what cost, and what of it may run."""
