"""The one stream of events to browsers, fed by the change feed."""
