"""Rules on what districts tell of their work: strategies, learning, the network, surveys."""
