"""What the web process does beside answering."""

from __future__ import annotations

import gc

from buuan.site import wsgi


class Knot(list):
    """Holds itself."""


def test_garbage_is_looked_for_when_an_answer_has_left_and_not_for_a_little():
    gc.collect()
    few = [Knot() for _ in range(10)]
    wsgi._tidy()
    assert gc.get_count()[0] >= 10
    del few

    for _ in range(wsgi.YOUNG + 100):
        knot = Knot()
        knot.append(knot)
    wsgi._tidy()
    assert gc.get_count()[0] < wsgi.YOUNG
