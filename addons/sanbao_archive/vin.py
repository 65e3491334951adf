"""What a chassis number may consist of."""

import re

# ISO 3779 leaves out I, O and Q, which are mistaken for 1 and 0.
FOREIGN = re.compile(r"[^A-HJ-NPR-Z0-9-]")


def clean_chassis_no(text):
    """Upper case without blanks, full-width letters and digits made plain.

    >>> clean_chassis_no(" lxg12３ab ")
    'LXG123AB'
    """
    plain = "".join(
        chr(ord(char) - 0xFEE0) if 0xFF01 <= ord(char) <= 0xFF5E else char
        for char in text
    )
    return "".join(plain.split()).upper()


def foreign_characters(text):
    """The characters that a chassis number must not contain, each once.

    >>> foreign_characters("LXGAB1234R0000017")
    ''
    >>> foreign_characters("LXGOI*O")
    'OI*'
    """
    return "".join(dict.fromkeys(FOREIGN.findall(text)))
