"""The data that crosses from one stage to the next.

Every record is immutable and is written as one JSON object a line; a file of records can be read with
any JSON tool, and edited or produced by one: reading validates. Terms follow the paper
(Dynamic Skill Adaptation, arXiv:2412.19361) and the field.
"""

from tutelage.records.audit import AuditRecord, BadRow, Suspect, Turn
from tutelage.records.base import SKILL_ID, AnyRecord, Record, SlottedRecord, content_id
from tutelage.records.columns import Columns, Many, chosen, values
from tutelage.records.comparison import Comparison, ComparisonRow
from tutelage.records.course import (
    NO_SKILL,
    Account,
    Checker,
    Course,
    Exercise,
    Lesson,
    Message,
    Origin,
    Rejected,
    RequestKind,
    Written,
)
from tutelage.records.documents import Citation, Documents, LeftOut, Passage, Unread
from tutelage.records.exam import Evaluation, ExamRecord, Figures, Interval, Kept, Score
from tutelage.records.experiment import ExperimentRecord, Flagged, Outcome, Standing
from tutelage.records.forgetting import ChoiceMark, Divergence, Forgetting, GeneralExam, TextLoss
from tutelage.records.gate import GateRecord, GateVerdict
from tutelage.records.graph import Edge, Evidence, Skill, SkillGraph, Source
from tutelage.records.lazy import Lazy
from tutelage.records.leakage import Leakage, LeakageRecord, Touched
from tutelage.records.parquet import read_parquet
from tutelage.records.rehearsal import GeneralAnswer, Rehearsal
from tutelage.records.requests import (
    AnyDraft,
    Charge,
    ComposedRequest,
    DecomposeRequest,
    ExerciseRequest,
    ExercisesRequest,
    Judgement,
    JudgeRequest,
    LessonRequest,
    MisconceptionsRequest,
    Proposal,
    Reply,
    Request,
    SimilarRequest,
    Solution,
    SolveRequest,
    WritingRequest,
)
from tutelage.records.run import Round, RunRecord, StageTime
from tutelage.records.stored import ById, Stored
from tutelage.records.training import (
    Action,
    Adapted,
    Category,
    Change,
    Classified,
    CurvePoint,
    Detector,
    Estimate,
    LossRecord,
    Presented,
    Quality,
    Trained,
)
from tutelage.records.training_set import TrainingSet, Weighted

__all__ = [
    "NO_SKILL",
    "Unread",
    "Passage",
    "LeftOut",
    "Documents",
    "Citation",
    "Account",
    "Action",
    "Adapted",
    "AnyDraft",
    "AnyRecord",
    "AuditRecord",
    "BadRow",
    "ById",
    "Category",
    "Change",
    "Charge",
    "Checker",
    "ChoiceMark",
    "Classified",
    "Columns",
    "Comparison",
    "ComparisonRow",
    "ComposedRequest",
    "Course",
    "CurvePoint",
    "DecomposeRequest",
    "Detector",
    "Divergence",
    "Edge",
    "Estimate",
    "Evidence",
    "ExamRecord",
    "Exercise",
    "ExerciseRequest",
    "ExercisesRequest",
    "ExperimentRecord",
    "Figures",
    "Flagged",
    "Forgetting",
    "GateRecord",
    "GateVerdict",
    "GeneralAnswer",
    "GeneralExam",
    "Interval",
    "JudgeRequest",
    "Judgement",
    "Kept",
    "Lazy",
    "Leakage",
    "LeakageRecord",
    "Lesson",
    "LessonRequest",
    "LossRecord",
    "Many",
    "Message",
    "MisconceptionsRequest",
    "Origin",
    "Outcome",
    "Presented",
    "Proposal",
    "Quality",
    "Record",
    "Rehearsal",
    "Rejected",
    "Reply",
    "Request",
    "RequestKind",
    "Round",
    "RunRecord",
    "SKILL_ID",
    "Score",
    "SimilarRequest",
    "Evaluation",
    "Skill",
    "SkillGraph",
    "SlottedRecord",
    "Solution",
    "SolveRequest",
    "Source",
    "StageTime",
    "Standing",
    "Stored",
    "Suspect",
    "TextLoss",
    "Touched",
    "Trained",
    "TrainingSet",
    "Turn",
    "Weighted",
    "WritingRequest",
    "Written",
    "chosen",
    "content_id",
    "read_parquet",
    "values",
]
