"""Arrays as text in a JSON document: little-endian numbers in base64, with their kind, for typed arrays of a page."""

from base64 import b64encode
from typing import Any

import numpy as np

Json = dict[str, Any]


def pack(values: Any, kind: str) -> Json:
    """Return an array as ``{"kind": "f4", "data": "…"}``; ``kind`` is a NumPy type code without byte order.

    Whole numbers are rounded and held within their kind's range; a NaN becomes zero there.
    """
    array = np.asarray(values)
    if kind[0] in "iu" and array.dtype.kind == "f":
        bounds = np.iinfo(kind)
        array = np.clip(np.nan_to_num(np.rint(array), posinf=bounds.max), bounds.min, bounds.max)
    return {"kind": kind, "data": b64encode(np.ascontiguousarray(array, f"<{kind}").tobytes()).decode("ascii")}


def finite(value: float) -> float | None:
    """Return a number for JSON: nothing where it is infinite or not a number."""
    return float(value) if np.isfinite(value) else None
