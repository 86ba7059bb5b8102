"""The records of the data grid."""
