"""The loop form of an optimizer, and how what it proposes is tried before it replaces anything."""
