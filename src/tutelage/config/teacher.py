"""The teacher: who writes the course, who solves drafts anew, who judges them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, get_args
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, field_validator, model_validator

from tutelage.config.base import Section

Role = Literal["writer", "rewriter", "solver", "judge"]
"""Whose work a request is; each class of request says so (`tutelage.records.requests`)."""
ROLES: tuple[Role, ...] = get_args(Role)
_WRITER, _OTHERS = ROLES[0], ROLES[1:]
_OF_A_MODEL = ("prices", "extra")
"""Keys that another model at the same endpoint does not share."""
_FREE = ("embedded", "documents")
"""Kinds that no price is needed for."""

_SECRET = re.compile(r"key|token|secret|sign?\b|signature|password|passwd|auth|credential|^code$", re.IGNORECASE)
"""In the name of a field of an address: its value does not belong in a recipe."""


def check_address(url: str) -> str:
    """What is wrong with the address of an endpoint; empty for nothing."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return "this is no address; write one such as http://localhost:8000/v1, with a port from 1 to 65535"
    if not valid or re.search(r"[\s\x00-\x1f]", url):
        return "write an address such as http://localhost:8000/v1"
    secret = any(_SECRET.search(name) or value.startswith("sk-") for name, value in parse_qsl(parts.query, True))
    if parts.username or parts.password or secret:
        return "credentials do not belong in a recipe: put the key into the environment variable of 'key_variable'"
    return ""


class Prices(Section):
    """What an endpoint charges, in US dollars per million tokens."""

    input: float = Field(ge=0)
    """Tokens that the teacher reads."""
    output: float = Field(ge=0)
    """Tokens that it writes."""
    cached: float | None = Field(default=None, ge=0)
    """Tokens of a prompt that the endpoint says it had in its cache; empty: as `input`."""
    batch: float = Field(default=0.5, ge=0)
    """What a token costs in a batch, as a share of these prices."""

    def usd(self, read: int, written: int, cached: int = 0, *, batched: bool = False) -> float:
        """The price of so many tokens, in US dollars; `cached` of those read come from the endpoint's cache."""
        of_cached = self.input if self.cached is None else self.cached
        whole = ((read - cached) * self.input + cached * of_cached + written * self.output) / 1e6
        return whole * self.batch if batched else whole


class Budget(Section):
    """A hard limit for a whole run, interruptions included. It is checked before every call."""

    usd: float | None = Field(default=None, gt=0)
    """US dollars; needs `prices` of every language model."""
    tokens: int | None = Field(default=None, gt=0)
    """Tokens read and written."""


class RoleConfig(Section):
    """Who carries out the work of a role."""

    MEANT: ClassVar = {"api_key": "key_variable", "key": "key_variable", "url": "base_url", "name": "model"}

    kind: str = "embedded"
    """`embedded`: the teacher that comes with Tutelage and knows the subjects below; needs no network and no key.
    `documents`: makes exercises from the recipe's `documents` by rule, without a language model. `openai`: a language
    model behind any endpoint that speaks OpenAI's chat completions (vLLM, Ollama, llama.cpp, a gateway). `local`: a
    model of `transformers` in this process. Or the kind of an installed package."""
    subject: str = "calculus"
    """What the embedded teacher teaches: `calculus`, `social-studies`, `reasoning-gym` (data sets of that package,
    which the extra of this name installs), or the subject of an installed package."""
    model: str = ""
    """`openai`: the endpoint's name of the model. `local`: hub name, folder (`./NAME` beside the recipe), or `student`,
    the recipe's own student."""
    base_url: str = ""
    """Address of the endpoint, up to and including `/v1`; default: `$OPENAI_BASE_URL`, then OpenAI's own. A query such
    as `?api-version=…` is kept."""
    key_variable: str = Field(default="OPENAI_API_KEY", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", repr=False)
    """Name of the environment variable that holds the key, of letters, digits and `_`; the key itself is never in a
    recipe."""
    key_header: str = Field(default="Authorization", pattern=r"^[A-Za-z0-9-]{1,64}$")
    """Name of the header that carries the key, of letters, digits and `-`: `Authorization` sends `Bearer KEY`, any
    other the key alone (Azure: `api-key`)."""
    prompts: Path | None = None
    """Folder with prompts of your own, by name (`tutelage prompts`), relative to the recipe."""
    temperature: float = Field(default=0.8, ge=0, le=2)
    """Sampling temperature of everything but judgements, which are taken at 0."""
    max_tokens: int = Field(default=2048, ge=64, le=1_000_000)
    """Tokens for one answer. An answer that is cut is requested again with more, up to four times this."""
    context: int | None = Field(default=None, ge=1024)
    """Tokens that the model can read and write in one call, for a small one. Prompts are then shortened to what fits
    before they are sent, and answers get the rest, at least half unless `max_tokens` is less; default: no limit."""
    exercises_per_call: int = Field(default=5, ge=1, le=20)
    """Exercises that one call requests."""
    batch: bool = False
    """Make calls in batches, which OpenAI and others answer within a day for half the price. Only for `openai`, if the
    endpoint has that interface (`/v1/files`, `/v1/batches`)."""
    concurrency: int = Field(default=16, ge=1, le=1024)
    """Calls in flight at once; for `local`, the batch size."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds after which a call counts as lost and is repeated."""
    retries: int = Field(default=6, ge=0)
    """How often a call is repeated after a time-out, a cut connection, a rate limit or an error of the server."""
    repairs: int = Field(default=2, ge=0)
    """How often an answer that cannot be used is requested again, with the reason."""
    structured: Literal["auto", "schema", "prompt"] = "auto"
    """`schema` sends a JSON schema with every call, `prompt` only describes the form; `auto` sends a schema
    unless the endpoint refuses it. Tutelage checks the answers in any case."""
    prices: Prices | None = None
    """What the endpoint charges; without it costs are counted in tokens only."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further fields of every call, as the endpoint knows them (for example `reasoning_effort`), or what the kind of
    an installed package takes."""

    @field_validator("base_url")
    @classmethod
    def _no_credentials(cls, url: str) -> str:
        if url and (fault := check_address(url)):
            raise ValueError(fault)
        return url


class TeacherConfig(RoleConfig):
    """Who writes the course, who rewrites passages, who solves drafts anew, who judges them."""

    budget: Budget = Budget()
    """Where to stop, all roles together."""
    writer: RoleConfig | None = None
    """Who writes: another place for the keys of this section that are not `budget` or another role."""
    rewriter: RoleConfig | None = None
    """Who says passages of documents in other words (`course.rewrites`), if that is not the writer; written like
    `solver`. With `writer: {kind: documents}` rules make the exercises, and a language model only rewrites."""
    solver: RoleConfig | None = None
    """Who solves drafts anew, if that is not the writer: keys as in this section. What is left out is as the writer has
    it, unless the solver has a `kind` or a `base_url` of its own; `prices` and `extra` only if it is the same model."""
    judge: RoleConfig | None = None
    """Who judges drafts and open answers, if that is not the writer; written like `solver`."""

    @model_validator(mode="before")
    @classmethod
    def _as_the_writer(cls, given: object) -> object:
        """The writer's keys are those of the section; what another role leaves out is as the writer has it."""
        if not isinstance(given, Mapping):
            return given
        section = dict(given)
        writer = section.get(_WRITER)
        if isinstance(writer, Mapping):
            if beside := sorted(section.keys() & RoleConfig.model_fields.keys()):
                raise ValueError(f"'{beside[0]}' stands beside 'writer': move it under it, or leave 'writer' out")
            if of_all := sorted(writer.keys() & (cls.model_fields.keys() - RoleConfig.model_fields.keys())):
                raise ValueError(f"'{of_all[0]}' stands under 'writer': move it beside it, as it is of all roles")
            section |= {**writer, _WRITER: None}
        for role in _OTHERS:
            if isinstance(section.get(role), Mapping):
                section[role] = _filled(section[role], section)
        return section

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for role, config in self.roles.items():
            if self.budget.usd is not None and config.prices is None and config.kind not in _FREE:
                whose = "" if role == _WRITER else f" of the {role}, too"
                raise ValueError(
                    f"a budget in dollars needs 'prices'{whose} ({{input: 0, output: 0}} for what is free)"
                )
        return self

    @property
    def roles(self) -> dict[Role, TeacherConfig]:
        """The writer, and each role that somebody else has, as a section of its own. A role that is not in it is the
        writer's."""
        alone = self.model_copy(update=dict.fromkeys(ROLES))
        found: dict[Role, TeacherConfig] = {_WRITER: alone}
        for role in _OTHERS:
            if (own := getattr(self, role)) is not None:
                found[role] = alone.model_copy(update={key: getattr(own, key) for key in RoleConfig.model_fields})
        return found

    def of(self, role: Role) -> TeacherConfig:
        """Who carries out the work of a role."""
        found = self.roles
        return found.get(role, found[_WRITER])


def _filled(role: Mapping[str, Any], section: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a role with what it takes over from the writer."""
    if role.keys() & {"kind", "base_url"}:
        return dict(role)  # an address of its own: nothing of the writer's, least of all its key, belongs there
    other = role.get("model", section.get("model")) != section.get("model")
    kept = RoleConfig.model_fields.keys() - (set(_OF_A_MODEL) if other else set())
    return {key: value for key, value in section.items() if key in kept} | dict(role)
