"""The three ways in which the house says no; everything else that is raised is a bug and stays loud."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Something the house does not do, with a stable code and the sentence that the person is shown.

    `code` is stable and in English (`case.already_taken`); `sentence` is Vietnamese and complete, it is what page, API and
    command line show; `facts` are plain values for logs, tests and the API's problem document, never personal data.
    """

    status = 400

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.facts = facts

    @property
    def whole_sentence(self) -> str:
        """The sentence, and what is wrong with each field where the refusal says so."""
        errors = self.facts.get("errors")
        if not isinstance(errors, dict):
            return self.sentence
        return " ".join([self.sentence, *(str(one) for said in errors.values() for one in said)])


class Refused(Refusal):
    """A rule said no: the act is not open to this record in this state."""

    status = 409


class Forbidden(Refusal):
    """A right is missing; shown as "not found" where even the existence is not for this actor."""

    status = 403

    def __init__(self, code: str = "forbidden", sentence: str = "Anh/chị không có quyền làm việc này.", **facts: Any) -> None:
        super().__init__(code, sentence, **facts)


class NotFound(Refusal):
    """There is no such record, or none that this actor may know of."""

    status = 404

    def __init__(
        self, code: str = "not_found", sentence: str = "Không tìm thấy, hoặc anh/chị không được xem.", **facts: Any
    ) -> None:
        super().__init__(code, sentence, **facts)


class Invalid(Refusal):
    """The input has errors; `errors` maps a field to its sentences, all of them at once."""

    status = 422

    def __init__(
        self, errors: dict[str, list[str]], sentence: str = "Dữ liệu chưa đúng, xem từng ô được đánh dấu.", code: str = "invalid"
    ) -> None:
        super().__init__(code, sentence, errors=errors)
        self.errors = errors
