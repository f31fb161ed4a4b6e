"""The language of time: dates, phrases and relative dates, read as windows of seconds."""
