"""Big data that is normalised already: checked as it streams by, and loaded fast."""
