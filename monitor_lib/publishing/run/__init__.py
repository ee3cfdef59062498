"""How a run works: steps, workers, receipts, and the shelf on which releases stand."""
