"""What a person decides about a drafted graph or course."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from tutelage.config import ReviewedStage
from tutelage.records.base import Record


class ReviewAction(StrEnum):
    """What a person does about an item."""

    ACCEPT = "accept"
    EDIT = "edit"
    REFUSE = "refuse"
    OPEN = "open"
    """Takes an earlier decision back."""
    FINISH = "finish"
    """Ends the review of the whole stage: what is still open stays as it is."""


class ReviewDecision(Record):
    """One decision of a review. A line is added for each, and none is changed: of several about one item the last
    counts."""

    stage: ReviewedStage
    item: str = ""
    """Kind and id of the item, such as `exercise:ex-1f0c…`; of the end of a review, what it was the end of."""
    version: str = ""
    """Which text of the item was decided on: if it is drafted again, it is open again."""
    action: ReviewAction
    changes: dict[str, str] = Field(default_factory=dict)
    """Of an edit: field -> its new text."""
    insist: bool = False
    """Whether an edit counts although a check of its contents objects."""
    reason: str = Field(default="", max_length=2000)
    by: str = Field(default="", max_length=100)
    """Who decided."""
    at: str = ""
    """When, in UTC (ISO 8601)."""
