"""Session records in a form that Express reads and writes too; they carry no authority."""
