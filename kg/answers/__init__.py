"""What SPARQL cannot say: answers that go on from the rows of a query."""
