"""Bundled starter controllers, one readable file each."""
