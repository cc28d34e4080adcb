"""A suite's results side by side: tables for people, papers and machines, pictures, and how far it is."""
