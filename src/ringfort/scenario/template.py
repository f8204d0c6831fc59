"""The commented scenario that ``ringfort new`` writes."""

import json
from pathlib import Path


def template(name: str) -> str:
    """Return a scenario that runs and whose comments teach, titled after ``name``."""
    text = Path(__file__).with_name("template.yaml").read_text(encoding="utf-8")
    title = name.replace("-", " ").replace("_", " ").strip() or "untitled"
    return text.replace('"@TITLE@"', json.dumps(title, ensure_ascii=False))
