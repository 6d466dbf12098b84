"""What leaves the house: one module for each way out, all behind one port. Only the service asks for it."""
