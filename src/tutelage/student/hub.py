"""Students on the Hugging Face Hub."""

from __future__ import annotations

from pathlib import Path

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.progress import Progress, cut, doing
from tutelage.student.embedded import EMBEDDED


def find_on_hub(model: str) -> tuple[str, str]:
    """See `loading.find_student`; of the Hub, it sees only what has been downloaded."""
    from huggingface_hub import constants, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        cached = isinstance(try_to_load_from_cache(model, "config.json"), str)
    except HFValidationError:
        return "missing", "it is neither a folder nor a name of the hub: check the spelling"
    if cached:
        return "ready, from the hub", ""
    if constants.HF_HUB_OFFLINE:
        return "missing", "it is no local folder, and HF_HUB_OFFLINE is set: check the spelling, or unset it"
    return "on the hub, if there is one of that name", f"tutelage prepare {model}"


def cached_folder(model: str) -> Path | None:
    """Where a model of the Hub has been downloaded to, if its configuration and tokenizer have; nothing is asked."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = [try_to_load_from_cache(model, name) for name in ("config.json", "tokenizer_config.json")]
    except HFValidationError:
        return None
    paths = [Path(path) for path in found if isinstance(path, str)]
    return paths[0].parent if len(paths) == len(found) else None


def check_on_hub(config: StudentConfig, progress: Progress) -> str:
    """The student's name on the Hub. Raises `StudentError` if it is not there, or the Hub cannot be reached."""
    from huggingface_hub import constants
    from transformers import AutoConfig

    if not constants.HF_HUB_OFFLINE:
        # Without a network connection, the attempts take half a minute.
        progress.say(f"looking for {config.model} on the Hugging Face hub")
    try:
        with doing(progress, f"looking for {config.model}"):
            AutoConfig.from_pretrained(config.model, trust_remote_code=config.trust_remote_code)
    except (OSError, ValueError) as error:
        reason = cut(str(error).strip().splitlines()[0], 100).rstrip(".")
        raise StudentError(
            f"student '{config.model}' is no folder here, and was not found on the hub ({reason}): check the spelling, "
            f"or use the embedded '{EMBEDDED}'"
        ) from None
    return config.model
