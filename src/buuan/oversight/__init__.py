"""What is answered for."""
