"""Who acts: a frozen value made once at the door (page, API, command) and handed to every action and query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SYSTEM_ACCOUNT = "he-thong"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system, with the facts as they are at this moment.

    `body_id`, `body_code`, `body_name`, `body_kind` describe the one organisation that the account belongs to;
    `tree` is that organisation's path, so that rows of its branches can be found by prefix.
    `rights` are full names such as `cases.verify`; `scopes` narrow an API token and are `None` for a signed-in person.
    `source` tells the door (`page`, `api`, `command`, `worker`) and `address` where from (an IP, or the OS user).
    """

    account_id: int | None
    username: str
    name: str
    role: str
    body_id: int | None
    body_code: str
    body_name: str
    body_kind: str
    tree: str = ""
    rights: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    source: str = "page"
    address: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)

    def may(self, right: str) -> bool:
        """Tell whether the actor holds `right`, within the scopes of the token if it came with one."""
        if right not in self.rights:
            return False
        return self.scopes is None or right in self.scopes or right.split(".")[0] in self.scopes

    @property
    def is_system(self) -> bool:
        """Tell whether this is the platform itself, which may neither approve an order nor unmask."""
        return self.username == SYSTEM_ACCOUNT

    def facts(self) -> dict[str, Any]:
        """Give what an audit record keeps of the actor: facts as they were, not references to what may change."""
        return {
            "account": self.username,
            "name": self.name,
            "role": self.role,
            "body": self.body_code,
            "body_name": self.body_name,
            "source": self.source,
            "address": self.address,
        }
