"""One module a topic: a case's inputs to our laws."""
