"""The recipe: one YAML file says everything about a run.

Each field is documented and validated where it is declared; an unknown key is an error that names the nearest right
one. `load_recipe` reads a file, `Recipe.model_validate` a mapping.
"""

from tutelage.config.base import Section
from tutelage.config.course import (
    ArrangeConfig,
    ChecksConfig,
    CorruptionConfig,
    CourseConfig,
    DecomposeConfig,
    FormName,
    GraphConfig,
)
from tutelage.config.defaults import (
    Chosen,
    choose,
    chosen_text,
    fill,
    fill_for,
    rate_warnings,
    require_even,
    required,
    settings_for,
)
from tutelage.config.exam import AnswerConfig, ClosedBookConfig, EvalOptions, ExamConfig, ForgettingConfig
from tutelage.config.explaining import explain
from tutelage.config.gate import GateConfig
from tutelage.config.launch import LaunchConfig
from tutelage.config.loading import MAX_FILE_BYTES, load_conditions, load_recipe, load_rest, parse_recipe, read_yaml
from tutelage.config.overrides import override
from tutelage.config.paths import absolute, inputs_of, shown
from tutelage.config.recipe import OPERATIONAL, Recipe, decisive_settings, differences
from tutelage.config.registry import ERROR_RULES, TARGETS, Registry
from tutelage.config.review import ReviewConfig, ReviewedStage
from tutelage.config.teacher import ROLES, Budget, Prices, Role, RoleConfig, TeacherConfig
from tutelage.config.training import (
    AdaptConfig,
    Adapter,
    DynamicsConfig,
    PracticeConfig,
    ReadingConfig,
    RehearsalConfig,
    StudentConfig,
)

__all__ = [
    "override",
    "MAX_FILE_BYTES",
    "OPERATIONAL",
    "ROLES",
    "AdaptConfig",
    "Adapter",
    "AnswerConfig",
    "ArrangeConfig",
    "Budget",
    "ChecksConfig",
    "Chosen",
    "ClosedBookConfig",
    "CorruptionConfig",
    "CourseConfig",
    "DecomposeConfig",
    "DynamicsConfig",
    "EvalOptions",
    "ERROR_RULES",
    "TARGETS",
    "ExamConfig",
    "ForgettingConfig",
    "FormName",
    "GateConfig",
    "GraphConfig",
    "LaunchConfig",
    "PracticeConfig",
    "Prices",
    "ReadingConfig",
    "RehearsalConfig",
    "Recipe",
    "Registry",
    "ReviewConfig",
    "ReviewedStage",
    "Role",
    "RoleConfig",
    "Section",
    "StudentConfig",
    "TeacherConfig",
    "absolute",
    "choose",
    "chosen_text",
    "decisive_settings",
    "differences",
    "explain",
    "fill",
    "fill_for",
    "inputs_of",
    "load_conditions",
    "load_recipe",
    "load_rest",
    "parse_recipe",
    "rate_warnings",
    "read_yaml",
    "require_even",
    "required",
    "settings_for",
    "shown",
]
