"""A seeded AWS account on moto, with an overlay for what moto lacks."""
