"""What a knowledge base answers in Python: frozen values, the same as the JSON of the commands."""
