"""`intarsia` with SQLite's synchronous=NORMAL, for the comparison with what keeps nothing.

Not a setting: at a power cut it loses the last rotations, which were acknowledged.
"""

from intarsia import database
from intarsia.cli import app

if __name__ == "__main__":
    database.SQLITE_PRAGMAS = ("PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON")
    app()
