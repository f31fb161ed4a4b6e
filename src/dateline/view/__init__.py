"""Reading the accepted view: events, as their timeline shows them, without solving anything."""
