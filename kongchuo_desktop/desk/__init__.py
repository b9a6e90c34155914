"""The acts of the desk: what window and command line both do with an open book."""
