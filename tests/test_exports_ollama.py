"""The model for Ollama: the same answers, and the same prompts by Go's template as by the student's Jinja template."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

import tutelage
from conftest import make_recipe, script
from tutelage.config import StudentConfig
from tutelage.exports.ollama import OTHER_DAY, frame_of, modelfile, template_of
from tutelage.exports.turns import Frame, Turns, find_frame, go_template
from tutelage.progress import Quiet
from tutelage.storage import open_run
from tutelage.student import generation, loading
from tutelage.student.encoding import SHORT_TEMPLATE
from tutelage.student.loading import Student
from tutelage.teacher.scripted import ScriptedTeacher

DEFAULT_SYSTEM = (
    "{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nBe kind.<|im_end|>\\n' }}{% endif %}"
    + SHORT_TEMPLATE
)
BEGINNING = (
    "<s>{% for m in messages %}<|head|>{{ m['role'] }}<|/head|>\n\n{{ m['content'] }}<|eot|>{% endfor %}"
    "{% if add_generation_prompt %}<|head|>assistant<|/head|>\n\n{% endif %}"
)
BRACKETS = (
    "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('no system prompt') }}"
    "{% elif m['role'] == 'user' %}[INST] {{ m['content'] }} [/INST]{% else %} {{ m['content'] }}</s>{% endif %}"
    "{% endfor %}"
)
BRACES = "{% for m in messages %}{{ '{{' + m['role'] + '}}: ' + m['content'] + '\n' }}{% endfor %}" + (
    "{% if add_generation_prompt %}{{ '{{assistant}}: ' }}{% endif %}"
)
TEMPLATES = {
    "short": SHORT_TEMPLATE,
    "default system": DEFAULT_SYSTEM,
    "beginning": BEGINNING,
    "brackets": BRACKETS,
    "braces": BRACES,
}
FORGETS = "{% for m in messages[-1:] %}user: {{ m['content'] }}\n{% endfor %}"
COUNTS = "{% for m in messages %}{{ loop.index }} {{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"

SAID = ["What is 2 + 2?", "4.", 'And "this"?\n\nx < y', "It is {{ braces }} & 'quotes'.", "Thanks"]


def refuse(reason: str) -> str:
    raise TemplateError(reason)


def jinja(template: str, turns: Turns, opening: bool) -> str:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = refuse
    try:
        return environment.from_string(template).render(messages=turns, add_generation_prompt=opening)
    except TemplateError as error:
        raise ValueError(str(error)) from None


def frame(name: str) -> Frame:
    found = find_frame(lambda turns, opening: jinja(TEMPLATES[name], turns, opening))
    assert found is not None
    return found


def conversations(system: bool) -> list[list[dict[str, str]]]:
    talks = [
        [{"role": ("user", "assistant")[i % 2], "content": text} for i, text in enumerate(SAID[:count])]
        for count in (1, 3, 5)
    ]
    return talks + ([[{"role": "system", "content": "Be brief."}, *talk] for talk in talks] if system else [])


def go(jobs: Sequence[tuple[str, Turns]]) -> list[str]:
    """Render with Go's own `text/template`."""
    program = shutil.which("go")
    if program is None:
        pytest.skip("needs Go")
    asked = [{"Template": template, "Messages": list(turns)} for template, turns in jobs]
    result = subprocess.run(
        [program, "run", str(Path(__file__).with_name("render_template.go"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return [str(text) for text in json.loads(result.stdout)]


def substitute(template: str, turns: Turns) -> str:
    """Render the few forms of Go's templates that `go_template` writes: one range over the messages, one choice by role
    in it, one choice by the first role before it, and literal braces."""
    before, body, after = re.fullmatch(
        r"(.*?){{ range \.Messages }}(.*){{ end }}{{ end }}(.*?)", template, re.DOTALL
    ).groups()  # type: ignore[union-attr]
    choice = r'{{ if eq \(index \.Messages 0\)\.Role "system" }}(.*?){{ else }}(.*?){{ end }}'
    with_system = turns[0]["role"] == "system"
    before = re.sub(choice, lambda found: found[1 if with_system else 2], before, flags=re.DOTALL)
    parts = re.split(r'{{ (?:else )?if eq \.Role "(\w+)" }}', body)
    cases = dict(zip(parts[1::2], parts[2::2], strict=True))
    middle = [
        turn["content"].join(plain(text) for text in cases[turn["role"]].split("{{ .Content }}")) for turn in turns
    ]
    return f"{plain(before)}{''.join(middle)}{plain(after)}"


def plain(text: str) -> str:
    return text.replace('{{ "{{" }}', "{{")


@pytest.mark.parametrize("name", TEMPLATES)
def test_go_template_gives_the_same_prompt_as_jinja(name: str) -> None:
    found = frame(name)
    talks = conversations(system="system" in found.before)
    assert len(talks) == (3 if name == "brackets" else 6)
    for talk in talks:
        expected = jinja(TEMPLATES[name], talk, True)
        assert found.render(talk) == expected
        assert substitute(go_template(found), talk) == expected


def test_go_itself_renders_the_same() -> None:
    jobs = [(name, talk) for name in TEMPLATES for talk in conversations(system=name != "brackets")]
    rendered = go([(go_template(frame(name)), talk) for name, talk in jobs])
    assert rendered == [jinja(TEMPLATES[name], talk, True) for name, talk in jobs]


def test_mark_of_the_beginning_is_left_to_ollama() -> None:
    found = frame("beginning")
    assert found.start == "<s>"
    assert not go_template(found, bos="<s>").startswith("<s>")
    assert "<s>" not in go_template(found, bos="<s>")


@pytest.mark.parametrize("template", [FORGETS, COUNTS])
def test_template_that_does_more_is_left_out(template: str) -> None:
    assert find_frame(lambda turns, opening: jinja(template, turns, opening)) is None
    assert "TEMPLATE" not in modelfile("", ["</s>"])


def test_modelfile_quotes_what_it_must() -> None:
    assert 'PARAMETER stop "a\\"b"' in modelfile("", ['a"b'])
    odd = find_frame(
        lambda turns, opening: jinja('{% for m in messages %}"""{{ m["content"] }}{% endfor %}', turns, opening)
    )
    assert odd is not None
    assert "TEMPLATE" not in modelfile(go_template(odd), [])


@pytest.mark.parametrize(
    ("form", "written", "frozen"),
    [
        ("%Y-%m-%d", "Today: {{ currentDate }}.", False),
        ("%d %b %Y", "Today: 29 Nov 2026.", True),
        ("", "Today: .", False),
    ],
)
def test_a_date_in_the_template_stays_the_day_of_the_conversation_where_it_can(
    tiny_student: Path, form: str, written: str, frozen: bool
) -> None:
    tokenizer = loading.load_tokenizer(StudentConfig(model=str(tiny_student)), str(tiny_student))
    tokenizer.chat_template = f"Today: {{{{ strftime_now('{form}') }}}}.\n{SHORT_TEMPLATE}"
    learner = Student(None, tokenizer)
    frame, other = frame_of(learner, "2026-11-29"), frame_of(learner, OTHER_DAY)
    template, stays = template_of(frame, other, "2026-11-29")
    assert template.startswith(written)
    assert stays is frozen


@pytest.fixture(scope="module")
def merged(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tutelage.export(finished_run, "ollama", tmp_path_factory.mktemp("ollama") / "model").folder


def test_merged_folder_answers_like_base_and_adapter(finished_run: Path, merged: Path) -> None:
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    recipe = open_run.recipe_of(finished_run)
    base = loading.load_student(recipe.student, recipe.student.model, decode=True)
    trained = loading.load_student(
        recipe.student, recipe.student.model, open_run.trained_student(finished_run), decode=True
    )
    model = AutoModelForCausalLM.from_pretrained(str(merged), dtype="auto")
    assert not isinstance(model, PeftModel)
    alone = Student(model.eval(), AutoTokenizer.from_pretrained(str(merged)))
    questions = [question.messages[:1] for question in tutelage.open_run(finished_run).course.exam]

    def answers(learner: Student) -> dict[int, str | None]:
        return dict(generation.answer(learner, questions, max_new_tokens=24))

    assert len(questions) == 12
    assert answers(alone) == answers(trained)
    assert answers(alone) != answers(base)


def test_modelfile_carries_the_template_of_the_training(finished_run: Path, merged: Path) -> None:
    from transformers import AutoTokenizer

    text = (merged / "Modelfile").read_text()
    assert "\nFROM ./tiny-F16.gguf\n" in text
    assert (merged / "tiny-F16.gguf").is_file()
    assert "\nFROM .\n" in modelfile("", [])
    assert 'PARAMETER stop "<|im_end|>"' in text
    template = re.search(r'TEMPLATE """(.*?)"""', text, re.DOTALL)
    assert template is not None
    tokenizer = AutoTokenizer.from_pretrained(str(merged))
    assert tokenizer.chat_template == SHORT_TEMPLATE
    for talk in conversations(system=True):
        expected = tokenizer.apply_chat_template(talk, tokenize=False, add_generation_prompt=True)
        assert substitute(template[1], talk) == expected


def test_run_without_a_student_is_told(finished_run: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for stage in ("graph", "course"):
        shutil.copytree(finished_run / stage, run / stage)
    shutil.copy(finished_run / "config.yaml", run)
    with pytest.raises(ValueError, match="has no trained student yet: resume it with 'tutelage run'"):
        tutelage.export(run, "ollama", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_fully_trained_student_is_exported_too(tiny_student: Path, tmp_path: Path) -> None:
    practice = {"rounds": 1, "epochs": [1], "batch_size": 8}
    recipe = make_recipe(tmp_path, tiny_student, practice=practice, reading={"enabled": False})
    recipe.write_text(recipe.read_text().replace("student:\n", "student:\n  adapter: none\n"))
    run = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    made = tutelage.export(run.folder, "ollama", tmp_path / "model")
    assert yaml.safe_load((Path(run.folder) / "config.yaml").read_text())["student"]["adapter"] == "none"
    assert (made.folder / "model.safetensors").is_file()
    assert "ollama create tiny" in made.advice
