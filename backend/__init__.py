"""The product: domain (pure) <- services (one use case, one transaction) <- store; bootstrap wires."""
