"""From a structured request to what an answer says: rules called, contract objects built."""
