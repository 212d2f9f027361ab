"""Work that several operations share or that outlives one request."""
