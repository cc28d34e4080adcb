"""How a language model's answer is read: labelled blocks or JSON, and the values in them."""
