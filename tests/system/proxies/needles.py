"""What to look for where secrets must not be: a text and every form that it takes on its way."""

import base64
import errno
import subprocess

PARTS_OF_KEY = ("version", "modulus", "public exponent", "private exponent", "first prime", "second prime")
PEM_LINES_LOOKED_FOR = 4  # of the middle of the file; the first ones are the same for every key


def of_text(name, text):
    return {name: text.encode()}


def of_login(user, password):
    """The password, and the pair as Basic sends it."""
    return {"proxy password": password.encode(),
            "proxy password as Basic sends it": base64.b64encode(f"{user}:{password}".encode())}


def integers_of(der):
    """The integers of one DER sequence, as unsigned bytes."""
    def length_at(place):
        first = der[place]
        if first < 0x80:
            return first, place + 1
        size = first & 0x7F
        return int.from_bytes(der[place + 1:place + 1 + size], "big"), place + 1 + size
    _, place = length_at(1)
    found = []
    while place < len(der):
        length, begin = length_at(place + 1)
        found.append(der[begin:begin + length].lstrip(b"\0"))
        place = begin + length
    return found


def of_private_key(file):
    """The file's own lines, and the secret numbers in both orders of bytes, as they lie in DER and in OpenSSL's memory.

    Nothing of a file that is being wiped or is gone: the daemon may be at it.
    """
    try:
        pem = file.read_bytes()
    except FileNotFoundError:
        return {}
    if b"-----END" not in pem:
        return {}
    lines = [line for line in pem.splitlines() if line and not line.startswith(b"-----")]
    middle = len(lines) // 2
    found = {f"{file.name}, PEM line {number}": lines[number] for number in range(middle, middle + PEM_LINES_LOOKED_FOR)}
    der = subprocess.run(["openssl", "rsa", "-traditional", "-outform", "DER"], input=pem, capture_output=True, check=True,
                         timeout=20).stdout
    for name, number in zip(PARTS_OF_KEY, integers_of(der)):
        if name in PARTS_OF_KEY[3:]:
            found[f"{file.name}, {name}"] = number
            found[f"{file.name}, {name} as a big number in memory"] = number[::-1]
    return found


def found_in(needles, places):
    """[(needle's name, place's name)] for each needle in each place. `places` is {name: bytes}."""
    return sorted((needle, place) for place, content in places.items() for needle, text in needles.items() if text in content)


def memory_of(pid):
    """What a core of the process would hold: everything that it may write to.

    The process runs: what it gives back between the list and the reading (the stack of a thread that ends) is not its memory any more.
    """
    image = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            begin, end = (int(place, 16) for place in span.split("-"))
            memory.seek(begin)
            try:
                image.append(memory.read(end - begin))
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
    return b"".join(image)
