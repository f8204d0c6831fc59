"""The suite that every model of the catalogue must pass, a plug-in's as well as our own."""
