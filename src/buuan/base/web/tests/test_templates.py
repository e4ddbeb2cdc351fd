"""What the Content-Security-Policy and the languages ask of every template of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import buuan

PACKAGE = Path(buuan.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an htmx attribute that needs eval": r"hx-on|hx-vals\s*=\s*[\"']js:|hx-trigger\s*=\s*\"[^\"]*\[",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "something from another machine": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}
# Text that people would see between tags: two letters or more in a row, outside template tags.
SEEN = re.compile(r">([^<>{}]*[A-Za-zÀ-ỹ]{2}[^<>{}]*)<")


def problems(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_refuses(path):
    assert problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<a onclick="go()">',
        '<a hx-on:click="go()">',
        '<a hx-trigger="keyup[key==1]">',
        "<script>go()</script>",
        '<script defer src="https://x/y.js"></script>',
        '<link href="//x/y.css">',
    ],
)
def test_the_check_finds_what_it_looks_for(text):
    assert problems(text)


def test_the_common_templates_leave_no_words_untranslated():
    common = [path for path in TEMPLATES if "base/web/" in path.as_posix()]
    bare = {}
    for path in common:
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", _without_comments(path.read_text(encoding="utf-8")))
        words = [found.strip() for found in SEEN.findall(text)]
        words = [one for one in words if one not in {"CSV", "Enter", "English", "Tiếng Việt"} and "Bưu An" not in one]
        if words:
            bare[name_of(path)] = words

    assert len(common) > 15
    assert bare == {}


def _without_comments(text: str) -> str:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.DOTALL)
