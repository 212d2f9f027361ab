"""Looks at a name, a port and a certificate from outside, as a caller would."""
