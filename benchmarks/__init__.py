"""What the project measures of itself; `make bench` runs it. Never part of the tests."""
