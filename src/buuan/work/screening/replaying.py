"""A stored hit judged again by the version of the catalogue that judged it then."""

from __future__ import annotations

from dataclasses import dataclass

from buuan.engine.verdict import Verdict
from buuan.registers.goods.queries import FLOWS, replay
from buuan.registers.items.models import Hit
from buuan.registers.items.store import archive


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """What the same catalogue says of the same words now; `same` compares verdict, category and score with what was stored."""

    verdict: Verdict
    same: bool
    exact: bool


def judged_again(hit: Hit) -> JudgedAgain:
    """Judge a hit again: with text and flow as the archive keeps them, else with the text of the hit and each flow there is.

    Raises NotFound when the hit's version is in no register.
    """
    found = archive().find_item(hit.operator.code, hit.item_id, [hit.day])
    asked = [(str(row["screen_text"] or ""), str(row["flow"])) for row in found if row["manifest_id"] == hit.manifest.manifest_id]
    asked = asked or [(hit.declared_content, flow) for flow in ("", *FLOWS)]
    stored = (hit.verdict, hit.category, round(float(hit.score), 3))
    answers = []
    for text, flow in asked:
        again = replay(text, flow, hit.catalogue)
        said = (again.verdict.verdict, again.verdict.category, round(again.verdict.score, 3))
        answers.append(JudgedAgain(again.verdict, said == stored, again.exact))
    return next((one for one in answers if one.same), answers[0])
