"""Students that are GGUF files. The tests write small ones with the package `gguf`."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from conftest import make_recipe
from tutelage.config import StudentConfig, load_recipe
from tutelage.errors import MissingExtra, StudentError
from tutelage.progress import Plain, Quiet
from tutelage.records import Message
from tutelage.student import embedded, encoding, generation, gguf_file, loading, requirements
from tutelage.tools.preflight import preflight

gguf = pytest.importorskip("gguf")

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH, HEADS, LAYERS, INNER = 32, 2, 2, 64


def write_gguf(path: Path, architecture: str = "qwen2", *, template: str = TEMPLATE, parts: int = 0) -> Path:
    """A Qwen 2 of two layers with random weights in Q8_0, and a vocabulary of bytes."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    tokens = [*bytes_to_unicode().values(), "he", "ll", "<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_context_length(256)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 258 + [3] * 3)
    writer.add_token_merges(["h e", "l l"])
    writer.add_eos_token_id(258)
    writer.add_eot_token_id(260)
    writer.add_pad_token_id(258)
    if template:
        writer.add_chat_template(template)
    if parts:
        writer.add_uint16("split.count", parts)
    source = np.random.default_rng(0)

    def add(name: str, *shape: int) -> None:
        weights = (source.standard_normal(shape) / 8).astype(np.float32)
        if len(shape) == 1:
            writer.add_tensor(name, weights)
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quantize(weights, kind), raw_dtype=kind)

    add("token_embd.weight", len(tokens), WIDTH)
    add("output_norm.weight", WIDTH)
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        for name in ("attn_norm", "ffn_norm"):
            add(f"{block}.{name}.weight", WIDTH)
        for name in ("attn_q", "attn_k", "attn_v"):
            add(f"{block}.{name}.weight", WIDTH, WIDTH)
            add(f"{block}.{name}.bias", WIDTH)
        add(f"{block}.attn_output.weight", WIDTH, WIDTH)
        for name in ("ffn_gate", "ffn_up"):
            add(f"{block}.{name}.weight", INNER, WIDTH)
        add(f"{block}.ffn_down.weight", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


class Heard(Quiet):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUTELAGE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "students"


def test_a_gguf_file_is_a_student(tmp_path: Path, cache: Path) -> None:
    file = write_gguf(tmp_path / "tiny.gguf")
    config = StudentConfig(model=str(file))
    assert loading.find_student(config.model) == ("to be converted once", f"tutelage prepare {file}")
    assert loading.local_folder(config.model) is None
    heard = Heard()
    source = loading.prepare_student(config, heard)
    (line,) = heard.lines
    assert "and keep the rounding of Q8_0; tokenizer and chat template are the file's" in line
    assert loading.find_student(config.model) == ("ready", "")
    assert str(loading.local_folder(config.model)) == source == loading.source_of(config.model)
    requirements.require_trainable(config, source, 512)
    learner = loading.load_student(config, source, decode=True)
    question = Message(role="user", content="hello all")
    ids = encoding.encode_prompt(learner.tokenizer, [question])
    assert learner.tokenizer.decode(ids) == "<|im_start|>user\nhello all<|im_end|>\n<|im_start|>assistant\n"
    assert len(ids) < len("user\nhello all\nassistant\n") + 3, "the file's merges are used"
    assert set(learner.model.generation_config.eos_token_id) == {258, 260}, "the end of a turn ends an answer"
    assert len(dict(generation.answer(learner, [[question]], max_new_tokens=4))) == 1
    # The weights are those that the file says, as exactly as bfloat16 can.
    written = {tensor.name: tensor for tensor in gguf.GGUFReader(file).tensors}["token_embd.weight"]
    expected = gguf.dequantize(written.data, written.tensor_type)
    found = learner.model.get_input_embeddings().weight.detach().float().numpy()
    assert np.abs(found - expected).max() <= np.abs(expected).max() * 2**-8

    assert loading.prepare_student(config, heard) == source
    assert len(heard.lines) == 1, "it is converted once"
    (copy := tmp_path / "moved.gguf").write_bytes(file.read_bytes())
    assert gguf_file.gguf_folder(str(copy)).name.split("-")[-1] == Path(source).name.split("-")[-1]
    write_gguf(file, template="")
    assert loading.find_student(config.model)[0] == "to be converted once", "other content is another student"


BAD: dict[str, tuple[bytes | str, str]] = {
    "text": (b"hello", "its content cannot be used"),
    "empty": (b"", "its content cannot be used"),
    "cut": ("cut", "copy or download the file again"),
    "architecture": ("alchemy", "cannot read GGUF files of the architecture 'alchemy'"),
    "part": ("part", "is one of 3 parts: join them with llama-gguf-split --merge"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_gguf_file_that_cannot_be_converted_is_refused_before_any_work(
    tmp_path: Path, cache: Path, name: str
) -> None:
    file = tmp_path / "bad.gguf"
    content, words = BAD[name]
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        write_gguf(file, "alchemy" if content == "alchemy" else "qwen2", parts=3 if content == "part" else 0)
    if content == "cut":
        file.write_bytes(file.read_bytes()[:-2000])
    found = preflight(load_recipe(make_recipe(tmp_path, file)), folder=False).problems
    (problem,) = [problem for problem in found if problem.what == "student"]
    assert words in str(problem.error)
    assert "\n" not in str(problem.error)
    with pytest.raises(StudentError, match=str(file)):
        loading.prepare_student(StudentConfig(model=str(file)))
    assert not cache.exists()


@pytest.mark.parametrize(("layers", "says"), [(10**9, "1,000,000,000 layers"), (0, "0 layers")])
def test_a_file_that_says_it_has_layers_without_weights_or_none_is_refused_at_once(
    tmp_path: Path, layers: int, says: str
) -> None:
    """transformers would build a billion layers, or none and leave the weights unused."""
    file = write_gguf(tmp_path / "many.gguf")
    content, key = file.read_bytes(), b"qwen2.block_count"
    place = content.index(key) + len(key) + 4  # after the type of the value
    file.write_bytes(content[:place] + layers.to_bytes(4, "little") + content[place + 4 :])
    with pytest.raises(StudentError, match=says):
        gguf_file.read_header(file)


def test_a_file_that_lacks_a_weight_is_refused(tmp_path: Path, cache: Path) -> None:
    """transformers fills the gap with random numbers."""
    file = write_gguf(tmp_path / "gap.gguf")
    content = file.read_bytes()
    file.write_bytes(content[:8] + (content[8] - 1).to_bytes(8, "little") + content[16:])  # the number of weights
    with pytest.raises(StudentError, match="lacks weights that its architecture has"):
        loading.prepare_student(StudentConfig(model=str(file)))


def test_a_missing_file_and_a_missing_package_say_what_to_do(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = StudentConfig(model=str(tmp_path / "none.gguf"))
    assert loading.find_student(missing.model)[0] == "missing"
    assert loading.local_folder(missing.model) is None
    with pytest.raises(StudentError, match="there is no GGUF file at"):
        loading.prepare_student(missing)
    file = write_gguf(tmp_path / "tiny.gguf")
    monkeypatch.setattr(gguf_file, "find_spec", lambda name: None if name == "gguf" else find_spec(name))
    with pytest.raises(MissingExtra, match="pip install gguf"):
        loading.prepare_student(StudentConfig(model=str(file)))


def test_while_a_file_is_converted_that_is_what_is_shown(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    progress = Plain(io.StringIO())

    def converted(file: Path, folder: Path, *_: object) -> None:
        shown.append(progress.label)
        (folder / "config.json").touch()

    monkeypatch.setattr(gguf_file, "dequantise", converted)
    monkeypatch.setattr(embedded, "dequantise", converted)
    file = write_gguf(tmp_path / "tiny.gguf")
    with progress.at_work("loading the libraries"):
        loading.prepare_student(StudentConfig(model=str(file)), progress)
        loading.prepare_student(StudentConfig(), progress)
        assert progress.label == "loading the libraries"
    assert shown == ["converting tiny.gguf", "converting the embedded student"]


def test_a_gguf_file_is_relative_to_the_recipe(tmp_path: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, Path("models/tiny.gguf")))
    assert recipe.student.model == str(tmp_path / "models" / "tiny.gguf")


def test_the_embedded_student_is_converted_the_same_way(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / embedded.EMBEDDED_PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    write_gguf(package / embedded.EMBEDDED_FILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    source = Path(loading.prepare_student(StudentConfig()))
    assert source == cache / embedded.EMBEDDED
    assert loading.find_student(embedded.EMBEDDED) == ("ready", "")
    assert not [folder for folder in cache.iterdir() if folder != source], "nothing unfinished stays behind"
