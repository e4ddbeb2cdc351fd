"""Ways in which people hide a word, to measure the engine with: each takes a text and a seed and gives it disguised.

They are mechanical and our own; the engine's channels know none of them by name.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "A": "4", "E": "3", "I": "1", "O": "0"})
CYRILLIC = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "i": "і"})
GREEK = str.maketrans({"a": "α", "e": "ε", "o": "ο", "p": "ρ", "v": "ν", "t": "τ", "u": "υ", "i": "ι", "n": "η"})
EMOJI = "🔥💥🎁✨🌿😀"
TEENCODE = (("ph", "f"), ("gi", "j"), ("qu", "w"), ("d", "z"))
TELEX_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_SHAPES = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
TELEX_TONES = {0x0300: "f", 0x0309: "r", 0x0303: "x", 0x0301: "s", 0x0323: "j"}
VNI_TONES = {0x0300: "2", 0x0309: "3", 0x0303: "4", 0x0301: "1", 0x0323: "5"}


def bare(text: str) -> str:
    """Take all marks away."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in spread if not unicodedata.combining(c))


def dots(text: str, seed: int) -> str:
    """Put a point between the letters of every word."""
    return " ".join(".".join(unicodedata.normalize("NFC", w)) if w.isalpha() else w for w in text.split(" "))


def spaced(text: str, seed: int) -> str:
    """Put a space between all letters."""
    return " ".join(" ".join(unicodedata.normalize("NFC", w)) if w.isalpha() else w for w in text.split(" "))


def underscores(text: str, seed: int) -> str:
    """Write an underscore for every space."""
    return text.replace(" ", "_")


def leet(text: str, seed: int) -> str:
    """Write digits for about half of the vowels of the bare text."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    return "".join(c.translate(LEET) if chance.random() < 0.5 else c for c in bare(text))


def joined(text: str, seed: int) -> str:
    """Leave out the space after every other word."""
    words = text.split(" ")
    return " ".join("".join(words[at : at + 2]) for at in range(0, len(words), 2))


def stretched(text: str, seed: int) -> str:
    """Write the last letter of every word three times."""
    return " ".join(w + w[-1] * 2 if w.isalpha() else w for w in unicodedata.normalize("NFC", text).split(" "))


def zero_width(text: str, seed: int) -> str:
    """Put an invisible sign into every word."""
    return " ".join(w[:1] + "\u200b" + w[1:] for w in text.split(" "))


def other_script(text: str, seed: int) -> str:
    """Write Cyrillic letters that look the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(CYRILLIC))


def full_width(text: str, seed: int) -> str:
    """Write full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in bare(text))


def decomposed(text: str, seed: int) -> str:
    """Write letters and marks apart."""
    return unicodedata.normalize("NFD", text)


def _typed(text: str, shapes: dict[str, str], tones: dict[int, str]) -> str:
    """Spell the marks out, the tone at the end of the syllable."""
    words = []
    for word in unicodedata.normalize("NFC", text.lower()).split(" "):
        tone, letters = "", []
        for char in word:
            spread = unicodedata.normalize("NFD", char)
            tone = next((tones[ord(m)] for m in spread if ord(m) in tones), tone)
            kept = unicodedata.normalize("NFC", "".join(m for m in spread if ord(m) not in tones))
            letters.append(shapes.get(kept, kept))
        words.append("".join(letters) + tone)
    return " ".join(words)


def telex(text: str, seed: int) -> str:
    """Spell the marks out as Telex types them."""
    return _typed(text, TELEX_SHAPES, TELEX_TONES)


def vni(text: str, seed: int) -> str:
    """Spell the marks out as VNI types them."""
    return _typed(text, VNI_SHAPES, VNI_TONES)


def teencode(text: str, seed: int) -> str:
    """Write k for c, f for ph, and so on, without marks."""
    words = []
    for word in bare(text).lower().split(" "):
        new = "f" + word[2:] if word.startswith("ph") else word
        new = "k" + new[1:] if new[:1] == "c" and new[1:2] in tuple("aou") else new
        words.append(new[:-1] + "k" if len(new) > 2 and new.endswith("c") else new)
    return " ".join(words)


def teencode_hard(text: str, seed: int) -> str:
    """Write f for ph, j for gi, w for qu, z for d, k for c, without marks."""
    words = []
    for word in bare(text).lower().split(" "):
        new = next((to + word[len(frm) :] for frm, to in TEENCODE if word.startswith(frm)), word)
        words.append("k" + new[1:] if new[:1] == "c" and new[1:2] in tuple("aou") else new)
    return " ".join(words)


def all_joined(text: str, seed: int) -> str:
    """Leave out every space."""
    return text.replace(" ", "")


def greek(text: str, seed: int) -> str:
    """Write Greek letters that look the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(GREEK))


def emoji_inside(text: str, seed: int) -> str:
    """Put a picture into every word."""
    words = text.split(" ")
    return " ".join(w[: len(w) // 2] + EMOJI[(seed + at) % len(EMOJI)] + w[len(w) // 2 :] for at, w in enumerate(words))


def emoji_between(text: str, seed: int) -> str:
    """Write a picture for every space."""
    return "".join(c if c != " " else EMOJI[(seed + at) % len(EMOJI)] for at, c in enumerate(text))


def signs_between(text: str, seed: int) -> str:
    """Write one or two signs for every space."""
    signs = ("-", "*", "/", "..", "__", "~", "+", "--")
    return "".join(c if c != " " else signs[(seed + at) % len(signs)] for at, c in enumerate(text))


def signs_inside(text: str, seed: int) -> str:
    """Put a sign into every word."""
    signs = "-*/._~^"
    words = unicodedata.normalize("NFC", text).split(" ")
    cut = [(w[: max(1, len(w) // 2)], w[max(1, len(w) // 2) :]) for w in words]
    return " ".join(a + (signs[(seed + at) % len(signs)] if b else "") + b for at, (a, b) in enumerate(cut))


def _slip(text: str, seed: int, change: Callable[[str, int], str]) -> str:
    """Change every third word of four letters or more at some place behind its first letter."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    words, long = unicodedata.normalize("NFC", text).split(" "), 0
    for at, word in enumerate(words):
        if len(word) > 3 and word.isalpha():
            if long % 3 == 0:
                words[at] = change(word, chance.randrange(1, len(word) - 1))
            long += 1
    return " ".join(words)


def letters_swapped(text: str, seed: int) -> str:
    """Swap two neighbouring letters of every third long word."""
    return _slip(text, seed, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def letter_missing(text: str, seed: int) -> str:
    """Leave one letter out of every third long word."""
    return _slip(text, seed, lambda word, at: word[:at] + word[at + 1 :])


def neighbours_swapped(text: str, seed: int) -> str:
    """Swap the words of every pair."""
    words = text.split(" ")
    for at in range(0, len(words) - 1, 2):
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def halves_swapped(text: str, seed: int) -> str:
    """Put the second half of the words before the first."""
    words = text.split(" ")
    middle = len(words) // 2
    return " ".join(words[middle:] + words[:middle])


DISGUISES: dict[str, Callable[[str, int], str]] = {
    f.__name__: f
    for f in (
        dots, spaced, underscores, leet, joined, stretched, zero_width, other_script, full_width, decomposed,
        telex, vni, teencode, halves_swapped, teencode_hard, all_joined, greek, emoji_inside, emoji_between, signs_between,
        signs_inside, letters_swapped, letter_missing, neighbours_swapped,
    )
} | {"without marks": lambda text, seed: bare(text), "upper case": lambda text, seed: text.upper()}  # fmt: skip
