"""Headings of documents become skills, in the order of the documents: small sections are joined, each skill knows its
passages, and prerequisites rest on sentences that stand there. Pure, and without any model.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import slug, tokens
from tutelage.records import Documents, Edge, Passage, Skill

MIN_WORDS = 40
"""Of the passages of a skill: a smaller section is joined with the one before it, or the one after."""
MAX_WORDS = 700
"""Of joined sections."""
MAX_NAME = 90
MAX_DESCRIPTION = 200
MAX_MENTIONED = 3
"""Prerequisites of a skill that its text names, those that it names most often."""
CONFIDENCE = {"section": 0.8, "named": 0.5}
"""How far an edge is to be trusted: that a part comes after the whole, and that what is named is needed."""
TERM_WORDS = (2, 5)
"""Words of a heading that counts as a term where it stands in a sentence."""
_ASKS = frozenset(
    [
        "how",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "can",
        "do",
        "does",
        "is",
        "are",
        "should",
        "may",
        "must",
        "i",
        "my",
        "if",
        "to",
    ]
)
"""How a heading begins that is no term."""
_GENERAL = frozenset(
    (
        *("about", "additional information", "background", "contact", "contacts", "definition"),
        *("definitions", "detail", "details", "eligibility", "example", "examples", "exception"),
        *("exceptions", "faq", "frequently asked question", "frequently asked questions", "general"),
        *("how it works", "introduction", "more information", "next step", "next steps", "note", "notes"),
        *("other", "overview", "policy", "procedure", "process", "purpose", "question", "questions"),
        *("requirement", "requirements", "resource", "resources", "responsibility", "responsibilities"),
        *("rule", "rules", "scope", "summary"),
    )
)
"""Headings that say nothing without the one above them."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NUMBER = re.compile(
    r"^(?:(?:chapter|section|part|step)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])[.):]\s+|^\d+(?:\.\d+)+\s+|^\d+\s+-\s+",
    re.IGNORECASE,
)


@dataclass
class Section:
    """What becomes one skill."""

    file: str
    trail: tuple[str, ...]
    passages: list[Passage]
    trails: set[tuple[str, ...]]

    @property
    def words(self) -> int:
        return sum(len(passage.text.split()) for passage in self.passages)


def read_headings(documents: Documents, name: str = "documents") -> SourceGraph:
    """The skills of documents, and what each of them needs."""
    sections = _sections(documents.passages)
    lower = _lower_words(documents.passages)
    names = _names(sections, lower)
    ids = ids_of(names)
    skills = [
        Skill(
            id=id_,
            name=called,
            description=description_of(section.passages[0].text),
            unit=section.trail[0],
            position=position,
            source="heuristic",
            passages=tuple(passage.id for passage in section.passages),
        )
        for position, (section, called, id_) in enumerate(zip(sections, names, ids, strict=True))
    ]
    edges = edges_of(sections, ids)
    return SourceGraph(name=name, title=name, skills=tuple(skills), edges=tuple(edges))


def description_of(text: str) -> str:
    """The first sentence of a passage, cut at a word if it is long."""
    first = " ".join(_SENTENCE.split(text.strip(), maxsplit=1)[0].split())
    if len(first) <= MAX_DESCRIPTION:
        return first
    return first[: first.rfind(" ", 0, MAX_DESCRIPTION)] + " …"


def _sections(passages: Sequence[Passage]) -> list[Section]:
    """Passages under the same heading together, and small ones with their neighbours in the same file."""
    plain: list[Section] = []
    for passage in passages:
        last = plain[-1] if plain else None
        if last and (last.file, last.trail) == (passage.file, passage.trail):
            last.passages.append(passage)
        else:
            plain.append(Section(passage.file, passage.trail, [passage], {passage.trail}))
    joined: list[Section] = []
    for section in plain:
        last = joined[-1] if joined else None
        if last and _join(last, section):
            last.trail = common(last.trail, section.trail)
            last.passages += section.passages
            last.trails |= section.trails
        else:
            joined.append(section)
    return joined


def _join(one: Section, other: Section) -> bool:
    """Whether two neighbours are one skill: one of them is small, and they are parts of the same section."""
    small = one.words < MIN_WORDS or other.words < MIN_WORDS
    near = len(common(one.trail, other.trail)) >= max(1, min(len(one.trail), len(other.trail)) - 1)
    return small and near and one.file == other.file and one.words + other.words <= MAX_WORDS


def common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The headings that two trails have in common."""
    count = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:count]


def _lower_words(passages: Iterable[Passage]) -> set[str]:
    """Words, in the singular, that the documents write in small letters: a heading that begins with one is no name."""
    written = {word for passage in passages for word in re.findall(r"\b[a-z]+", passage.text)}
    return {word for each in written for word in tokens(each)} | {word for name in _GENERAL for word in tokens(name)}


def _names(sections: Sequence[Section], lower: set[str]) -> list[str]:
    """A name for each, as it is written within a sentence, no two the same."""
    own_trails = {(section.file, trail) for section in sections for trail in section.trails}
    headings = [_headings(section, own_trails) for section in sections]
    own = [" and ".join(_in_sentence(heading, lower) for heading in found) for found in headings]
    count = Counter(name.casefold() for name in own)
    names: list[str] = []
    taken: set[str] = set()
    for section, found, name in zip(sections, headings, own, strict=True):
        general = " ".join(tokens(name)) in _GENERAL or len(name.split()) == 1
        parent = next((one for one in reversed(section.trail) if one not in found), "")
        made = name
        if parent and (general or count[name.casefold()] > 1):
            made = f"{name} ({_in_sentence(parent, lower)})"
        names.append(distinct_name(made, taken))
    return names


def distinct_name(name: str, taken: set[str]) -> str:
    """The name, with a number if it is one of those `taken`, to which it is added."""
    full, number = name, 1
    while full.casefold() in taken:
        number += 1
        full = f"{name}, part {number}"
    taken.add(full.casefold())
    return full


def _headings(section: Section, own: Collection[tuple[str, tuple[str, ...]]]) -> list[str]:
    """What a section is called by. A joined one: by its parent's heading if the parent's own text is in it, or nowhere;
    of two, by both; else by that of its longest part."""
    sizes: Counter[str] = Counter()
    for passage in section.passages:
        sizes[passage.trail[-1]] += len(passage.text)
    if section.trail in section.trails or (len(sizes) > 2 and (section.file, section.trail) not in own):
        return [section.trail[-1]]
    return list(sizes) if len(sizes) <= 2 else [sizes.most_common(1)[0][0]]


def _in_sentence(heading: str, lower: set[str]) -> str:
    """Without numbers and marks; with a small letter at the beginning if the documents write the word so, and the other
    words of the heading are written so, too."""
    name = " ".join(_NUMBER.sub("", heading).strip(" :?!.*#-–—").split()) or heading
    if len(name) > MAX_NAME:
        name = re.sub(r"[\s,;]+(?:and|or|of|the|a|to|in|for)?$", "", name[: name.rfind(" ", 0, MAX_NAME)])
    words = re.findall(r"[^\W\d_]+", name)

    def ordinary(word: str) -> bool:
        """Whether a word with a capital is one that the documents write without it."""
        return word[0].isupper() and (word[1:].islower() or len(word) == 1) and lower.issuperset(tokens(word.lower()))

    plain = bool(words) and ordinary(words[0]) and not any(map(ordinary, words[1:]))
    return name[:1].lower() + name[1:] if plain and words[0] != "I" else name


def ids_of(names: Sequence[str]) -> list[str]:
    """An id for each, no two the same."""
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        base, number = slug(name)[:70].strip("-"), 1
        id_ = base
        while id_ in taken:
            number += 1
            id_ = f"{base}-{number}"
        taken.add(id_)
        made.append(id_)
    return made


def edges_of(sections: Sequence[Section], ids: Sequence[str]) -> list[Edge]:
    """A part needs the whole; a text needs what it names. Those from earlier to later text come first; of the others,
    one that would close a cycle is left out."""
    needs: nx.DiGraph[int] = nx.DiGraph()
    needs.add_nodes_from(range(len(ids)))
    edges: list[Edge] = []

    def add(first: int, then: int, why: str, reason: str, passage: str = "") -> None:
        if needs.has_edge(first, then) or (first > then and nx.has_path(needs, then, first)):
            return
        needs.add_edge(first, then)
        edges.append(
            Edge(
                prerequisite=ids[first],
                skill=ids[then],
                source="heuristic",
                reason=reason,
                passage=passage,
                confidence=CONFIDENCE[why],
            )
        )

    for whole, part in _wholes(sections):
        heading = sections[whole].trail[-1]
        add(whole, part, "section", f"it is a section of “{heading}”")
    found = sorted(_named(sections), key=lambda row: (row[0] > row[1], row[1], row[0]))
    for term, user, (sentence, passage) in found:
        add(term, user, "named", sentence, passage)
    return edges


def _wholes(sections: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Positions of a section and of one that is a part of it."""
    owners: dict[tuple[str, tuple[str, ...]], int] = {}
    for position, section in enumerate(sections):
        own = section.trail in section.trails  # what is joined of neighbours is a part of the heading above them
        for length in range(len(section.trail) - own, 0, -1):
            owner = owners.get((section.file, section.trail[:length]))
            if owner is not None:
                yield owner, position
                break
        for trail in section.trails:
            owners.setdefault((section.file, trail), position)


def _named(sections: Sequence[Section]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Position of a section whose heading is a term, position of one that names it, and the sentence that does with the
    id of its passage."""
    terms = _terms(sections)
    for position, section in enumerate(sections):
        count: Counter[int] = Counter()
        first: dict[int, tuple[str, str]] = {}
        for passage in section.passages:
            for sentence in _SENTENCE.split(passage.text):
                for owner in _terms_in(tokens(sentence), terms) - {position}:
                    count[owner] += 1
                    shown = " ".join(sentence.strip(" -").split())[:MAX_DESCRIPTION]
                    first.setdefault(owner, (shown, passage.id))
        for owner, _ in count.most_common(MAX_MENTIONED):
            yield owner, position, first[owner]


def _terms(sections: Sequence[Section]) -> Mapping[str, list[tuple[tuple[str, ...], int]]]:
    """By their first word: the words of each term, and the position of its section. A heading that repeats is none."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, section in enumerate(sections):
        heading = re.sub(r"\s*\([^()]*\)|,.*", "", _NUMBER.sub("", section.trail[-1]))
        words = tuple(tokens(heading))
        if TERM_WORDS[0] <= len(words) <= TERM_WORDS[1] and words[0] not in _ASKS and " ".join(words) not in _GENERAL:
            found[words].append(position)
    by_first: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for words, positions in found.items():
        if len(positions) == 1:
            by_first[words[0]].append((words, positions[0]))
    return by_first


def _terms_in(words: Sequence[str], terms: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]) -> set[int]:
    return {
        owner
        for start, word in enumerate(words)
        for term, owner in terms.get(word, ())
        if tuple(words[start : start + len(term)]) == term
    }
