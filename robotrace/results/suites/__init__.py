"""What a suite leaves behind: its plan, its runs in folders of their own, and the figures that are read from them."""
