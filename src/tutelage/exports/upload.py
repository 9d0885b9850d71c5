"""The upload of an export to the Hugging Face hub, as a data set or as a model."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from tutelage.errors import ExportError
from tutelage.exports.forms import Upload


def check_repository(name: str) -> None:
    """Raise `ExportError` for an invalid name of a repository, before any work."""
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise ExportError(f"'{name}' is not the name of a repository: give USER/NAME ({error})") from None


def push(folder: Path, repository: str, kind: str = "dataset") -> str:
    """Upload a folder to a repository of a kind (`dataset` or `model`), private if it is new. The token is that of
    `hf auth login` or `$HF_TOKEN`; it is not stored here. Raises `ExportError` without a token or a network."""
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    # The hub's client changes its HTTP library (requests, httpx, httpx2); its own error derives from that library's.
    network = cast(type[Exception], HfHubHTTPError.__bases__[0])
    kept = f"the export is kept in {folder}"
    if get_token() is None:
        raise ExportError(f"no token for the hub: run 'hf auth login', or set HF_TOKEN; {kept}")
    try:
        api = HfApi()
        made = api.create_repo(repository, repo_type=kind, private=True, exist_ok=True)
        api.upload_folder(folder_path=str(folder), repo_id=made.repo_id, repo_type=kind)
    except OfflineModeIsEnabled:
        raise ExportError(f"HF_HUB_OFFLINE is set: unset it to push; {kept}") from None
    except HfHubHTTPError as error:
        raise ExportError(f"the hub refused {repository}: {str(error).splitlines()[0]}; {kept}") from None
    except (OSError, network) as error:
        raise ExportError(f"cannot reach the hub ({type(error).__name__}); {kept}") from None
    return f"Pushed to {made.url if hasattr(made, 'url') else made}"


DATA_SET = Upload(check_repository, push)
MODEL = Upload(check_repository, partial(push, kind="model"))
