"""Who is meant: finds the body that a heading or a sentence names, as printed, and what the text goes on to ask of it.

"Sở Y tế"                                  the heading is the body's name alone
"Sở Y tế: Chủ trì, phối hợp …"             the name is set off by a colon or a full stop
"Giao Sở Y tế chủ trì, phối hợp …"         the name runs into the sentence; it ends where the task begins
"Tăng cường công tác tuyên truyền"         no body at all
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from buuan.kit.fold import fold
from buuan.oversight.duties.reading import owner_words as words
from buuan.oversight.duties.reading.lines import starts_upper

_WORD = re.compile(r"\S+")
_EDGE = " \t,;:.–-"
_ABBREVIATIONS = frozenset({"tp", "tx", "tt", "p", "q", "h", "x", "kt", "tm", "ts", "ths", "bs", "đ/c"})
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=\S)|\n")
_LONGEST_NAME = 70
_LONGEST_CLOSED_HEADING = 15
_SHORT_NAME_WORDS = 14
_SHORT_CLOSED_NAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class Owner:
    """A body found at the start of a text: its name as printed, what follows, and how the two are joined.

    `form` is `alone` (nothing follows), `set_off` (a colon, full stop or dash stands between) or `sentence`.
    """

    name: str
    rest: str
    form: Literal["alone", "set_off", "sentence"]


@dataclass(frozen=True, slots=True)
class _Word:
    printed: str
    folded: str
    start: int
    end: int

    @property
    def is_small(self) -> bool:
        return self.printed.lstrip("\"'“”‘’«([")[:1].islower()


def find_owner(text: str) -> Owner | None:
    """Give the body that `text` begins with, behind an order such as "Giao" or "Trách nhiệm của"; `None` if it names none."""
    row = _words(text)
    first = _behind_assignment(row)
    if first >= len(row) or not _begins_body(row, first):
        return None
    # A verb of ordering is no owner's prefix where it is set off itself ("Yêu cầu: các sở …").
    if any(word.printed.endswith((":", ".")) for word in row[:first]):
        return None
    return _read_name(text, row, first)


def find_assigned(text: str) -> str | None:
    """Give the body that some sentence of `text` orders ("… Giao Sở Tài chính …"), or that some sentence begins with."""
    for sentence in _SENTENCE_END.split(text):
        row = _words(sentence)
        first = _behind_assignment(row)
        owner = find_owner(sentence)
        if owner is not None and (first > 0 or owner.form == "sentence"):
            return owner.name
    return None


def is_owner_alone(text: str) -> bool:
    """Tell whether `text` is the name of a body and nothing else: a heading."""
    owner = find_owner(text)
    return owner is not None and owner.form == "alone"


def is_group(name: str) -> bool:
    """Tell whether `name` is a group of bodies ("các sở, ban, ngành") and no single kind of body."""
    row = _words(name)
    return bool(row) and row[0].folded in words.GROUP_WORDS


def begins_task(text: str) -> bool:
    """Tell whether `text` opens with a task ("Chủ trì, phối hợp …")."""
    row = _words(text)
    return bool(row) and (_phrase_at(row, 0, words.TASKS) > 0 or row[0].printed.lower() in words.TASK_WORDS_AS_PRINTED)


def _words(text: str) -> list[_Word]:
    """Give the first words of `text`, more than the longest name with what stands before it has."""
    return [
        _Word(found.group(), fold(found.group()).strip("\"'“”‘’«»()[],;:.!?/"), found.start(), found.end())
        for found in islice(_WORD.finditer(text), _LONGEST_NAME + 20)
    ]


def _phrase_at(row: list[_Word], at: int, phrases: Collection[tuple[str, ...]], longest: int = 5) -> int:
    """Give how many words the longest of `phrases` takes at this place, 0 if none stands there.

    A phrase does not run across a comma, colon or full stop: "phòng, chống" is not "phòng chống".
    """
    taken: list[str] = []
    best = 0
    for word in row[at : at + longest]:
        taken.append(word.folded)
        if tuple(taken) in phrases:
            best = len(taken)
        if word.printed[-1] in ",;:.":
            break
    return best


def _behind_assignment(row: list[_Word]) -> int:
    """Give the place behind an order to a body; 0 if the text opens with none, or if no body follows it."""
    taken = _phrase_at(row, 0, words.ASSIGNMENTS)
    while taken and taken < len(row):
        more = _phrase_at(row, taken, words.ASSIGNMENTS)
        if not more or _begins_body(row, taken):
            break
        taken += more
    return taken


def _begins_body(row: list[_Word], at: int) -> bool:
    """Tell whether the name of a body, or of a group of bodies, begins at this place."""
    word = row[at]
    if word.folded in words.GROUP_WORDS and not word.printed.endswith((":", ".")):
        after = at + 1
        while after < len(row) and row[after].folded in words.GROUP_WORDS | {"ca", "the"}:
            after += 1
        return after < len(row) and (_phrase_at(row, after, words.GROUPS) > 0 or _begins_body(row, after))
    if _phrase_at(row, at, words.NOT_BEGINNINGS):
        return False
    if _phrase_at(row, at, words.BEGINNINGS):
        return True
    if word.folded in words.BEGINNINGS_BEFORE_CAPITAL:
        if word.printed.endswith(",") and at + 1 < len(row):  # "Sở, ban, ngành cấp tỉnh"
            return row[at + 1].folded in words.BEGINNINGS_BEFORE_CAPITAL | {"nganh"}
        following = row[at + 1].printed if at + 1 < len(row) and word.printed[-1].isalpha() else ""
        return starts_upper(following)
    return False


def _read_name(text: str, row: list[_Word], first: int) -> Owner | None:
    least = first + max(1, _phrase_at(row, first, words.BEGINNINGS))
    for at in range(first, min(len(row), first + _LONGEST_NAME)):
        word = row[at]
        if at >= least and _task_begins(row, first, at):
            return _made(text, row[first].start, word.start, word.start, "sentence")
        if at > first and word.printed in {"-", "–", "—"} and at + 1 < len(row) and _phrase_at(row, at + 1, words.TASKS):
            return _made(text, row[first].start, word.start, row[at + 1].start, "set_off")
        if word.printed.endswith(":") and not _lists_names(row, at):
            return _made(text, row[first].start, word.end, word.end, "set_off")
        if _ends_sentence(row, at):
            if at - first + 1 > _LONGEST_CLOSED_HEADING or not _reads_as_name(row[first : at + 1]):
                break
            return _made(text, row[first].start, word.end, word.end, "set_off")
    else:
        if len(row) - first <= _LONGEST_NAME and not text.rstrip().endswith(";") and _reads_as_name(row[first:]):
            return _made(text, row[first].start, len(text), len(text), "alone")
    return _by_known_words(text, row, first)


def _made(text: str, start: int, end: int, rest_from: int, form: Literal["alone", "set_off", "sentence"]) -> Owner | None:
    name = text[start:end].strip(_EDGE)
    rest = text[rest_from:].strip()
    if not name:
        return None
    if form == "set_off" and not rest:
        form = "alone"
    return Owner(name, rest, form)


def _task_begins(row: list[_Word], first: int, at: int) -> bool:
    word = row[at]
    if not word.is_small:
        # In a name every word may have a capital; only what never stands in a name is a task then.
        return _phrase_at(row, at, words.TASKS_WITH_CAPITAL) >= 2
    if word.printed.strip(_EDGE).lower() in words.TASK_WORDS_AS_PRINTED:
        return True
    taken = _phrase_at(row, at, words.TASKS)
    if not taken:
        return False
    before = row[at - 1]
    if before.folded in words.GROUP_WORDS or (before.folded in words.STILL_THE_NAME_BEHIND and _begins_member(row, first, at - 1)):
        return False
    listed = before.printed.endswith(",")
    if word.folded == "lanh" and (listed or before.folded == "va"):
        return False
    if word.folded == "to" and taken == 2 and row[at + 1].folded == "chuc":
        after = row[at + 2].folded if at + 2 < len(row) else ""
        listed = listed and before.folded in {"quan", "vi"}
        return not (row[at + 1].printed.endswith((",", ";")) or after in words.ORGANISATIONS_BEHIND or not after or listed)
    return True


def _begins_member(row: list[_Word], first: int, at: int) -> bool:
    """Tell whether a body's name begins at this place: the first one, or a further one of a list."""
    return at == first or row[at - 1].folded in words.GROUP_WORDS | {"va"} or row[at - 1].printed.endswith((",", ";"))


def _lists_names(row: list[_Word], at: int) -> bool:
    """Tell a colon that opens a list of names ("các sở: Tư pháp, Tài chính; …") from one that ends the owner."""
    if row[at].folded not in words.LISTED_BEHIND_COLON or at + 2 >= len(row) or row[at + 1].is_small:
        return False
    if _phrase_at(row, at + 1, words.TASKS):
        return _phrase_at(row, at + 1, words.FIELDS) > 0 and "," in "".join(word.printed for word in row[at + 1 : at + 4])
    for here in range(at + 1, min(at + 8, len(row) - 1)):
        if row[here].printed.endswith((",", ";")):
            return not row[here + 1].is_small
    return False


def _ends_sentence(row: list[_Word], at: int) -> bool:
    """Tell whether a full stop ends a heading here; the last word's does too, an abbreviation's does not."""
    word = row[at]
    if not word.printed.endswith(".") or word.printed[:-1].lower() in _ABBREVIATIONS:
        return False
    return at + 1 == len(row) or not row[at + 1].is_small


def _reads_as_name(row: list[_Word]) -> bool:
    """Tell a name from a sentence whose verb is in no table: a name is made of capitals and of few other words."""
    end = _end_of_known(row, 0) if row[0].folded in words.NAME_PREFIXES else None
    if end is not None and end < len(row) and _runs_on(row, end):
        return False
    closed = row[-1].printed.endswith((".", ";"))
    if len(row) <= (_SHORT_CLOSED_NAME_WORDS if closed else _SHORT_NAME_WORDS):
        return True
    strange = sum(word.is_small and word.folded not in words.NAME_WORDS for word in row)
    return strange * 4 <= len(row)


def _runs_on(row: list[_Word], end: int) -> bool:
    """Tell that a verb follows a name which is over ("Sở Y tế cấp thuốc …"), and no further name."""
    return row[end - 1].printed[-1].isalpha() and row[end].is_small and row[end].folded not in {"va", "cac", "cung"}


def _by_known_words(text: str, row: list[_Word], first: int) -> Owner | None:
    """Take what is known of a name where neither a colon nor a known task ends it ("Sở Y tế cấp phát thuốc …").

    The name is a department of a known field, or a known kind of body, with its place. A group ("các đơn vị …") is not
    ended so, and a wrong guess is worse than none: who is proposed as owner will be held to it.
    """
    if row[first].folded in words.GROUP_WORDS:
        return None
    end = _end_of_known(row, first)
    return _made(text, row[first].start, row[end].start, row[end].start, "sentence") if end is not None and end < len(row) else None


def _end_of_known(row: list[_Word], first: int) -> int | None:
    """Give the place behind a name that is known to be whole there: a department's field, or a body's place ("Công an xã")."""
    end = first + _phrase_at(row, first, words.BEGINNINGS)
    if row[first].folded in words.NAME_PREFIXES:
        end = first + 1
        while end < len(row):
            joined = end + (end > first + 1 and row[end].folded in {"va", "-", "–"})
            taken = _phrase_at(row, joined, words.FIELDS)
            if not taken or (joined == end and end > first + 1 and not row[end - 1].printed.endswith(",")):
                break
            end = joined + taken
        if end == first + 1:
            return None
    if end == first:
        return None
    known = row[first].folded in words.NAME_PREFIXES
    while end < len(row) and row[end - 1].printed[-1].isalpha() and (row[end].folded in words.PLACE_WORDS or not row[end].is_small):
        known = known or row[end].folded in words.PLACE_WORDS
        end += 1
    return end if known else None
