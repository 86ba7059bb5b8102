"""Write the list of passwords that are refused because everybody tries them first.

    pip install zxcvbn==4.5.0
    python scripts/common_passwords.py > backend/intarsia/auth/common_passwords.txt

The words are those of zxcvbn (Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.; MIT), whose
`passwords` are the 30,000 most frequent of passwords that had been published. Kept are those that
are long enough to be chosen here, and the most frequent shorter words: with digits and marks at
their end they are long enough, too.
"""

from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 8
WORDS, SHORTEST_WORD = 3000, 5

HEADER = """\
# Passwords that everybody tries first, in lower case. From zxcvbn 4.5.0 (MIT, Copyright (c)
# 2012-2016 Dan Wheeler and Dropbox, Inc.), by scripts/common_passwords.py. Do not edit.
"""


def common_passwords() -> list[str]:
    """Return them sorted."""
    ranked = [word.casefold() for word in FREQUENCY_LISTS["passwords"]]
    words = [word for word in ranked if len(word) < SHORTEST and word.isalpha()]
    long_words = [word for word in words if len(word) >= SHORTEST_WORD][:WORDS]
    return sorted({word for word in ranked if len(word) >= SHORTEST} | set(long_words))


if __name__ == "__main__":
    print(HEADER + "\n".join(common_passwords()))
