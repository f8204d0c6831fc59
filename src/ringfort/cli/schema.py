"""``ringfort schema``: the JSON Schema of scenarios."""

import json


def schema() -> None:
    """Print the JSON Schema of scenario files, which gives completion and checks in editors."""
    from ringfort.scenario.document import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
