"""A replay as one HTML file, which opens from a mail by double-click: page, documents and licences, nothing fetched.

Script and documents lie in it compressed; the first lines of the page unpack them and start the page from memory. Its
content policy lets it run these lines and what they unpacked, and load nothing.
"""

import gzip
import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from ringfort.errors import Problem, RingfortError
from ringfort.viewer import bundle
from ringfort.viewer.packing import Json
from ringfort.viewer.raid import raid
from ringfort.viewer.scene import scene
from ringfort.viewer.session import Session

_BOOT = """
const unpacked = async (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
(async () => {
  window.ringfortDocuments = JSON.parse(await unpacked("documents"));
  const script = new Blob([await unpacked("script")], { type: "text/javascript" });
  await import(URL.createObjectURL(script));
})().catch((error) => {
  document.getElementById("app").textContent = `This page needs a newer browser: ${error}`;
});
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page draws a globe and needs JavaScript.</noscript>
<script type="text/plain" id="documents">{documents}</script>
<script type="text/plain" id="script">{script}</script>
<script>{boot}</script>
</body>
</html>
"""


def page(session: Session) -> str:
    """Return the replay of the session's run as one HTML page. Raises RingfortError where the page is not installed."""
    files = bundle.read()
    documents: Json = {
        "api/session": {**session.about(saved=True), "pages": ["replay"]},
        "api/scene": scene(session.compiled),
        f"api/raid?run={session.run}": raid(session.compiled, session.seed, session.run),
        "licences.txt": files["licences.txt"].decode(),
    }
    style = files["app.css"].decode()
    policy = (
        f"default-src 'none'; script-src {_allowed(_BOOT)} blob:; style-src {_allowed(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        policy=policy,
        title=escape(f"{session.compiled.loaded.document.title} – Ringfort"),
        style=style,
        documents=_packed(json.dumps(documents, ensure_ascii=False, allow_nan=False).encode()),
        script=_packed(files["app.js"]),
        boot=_BOOT,
    )


def save(session: Session, path: Path) -> int:
    """Write the page to a file, whole or not at all, and return its size in bytes.

    Raises RingfortError where the file cannot be written.
    """
    text = page(session).encode()
    draft = path.with_name(path.name + ".draft")
    try:
        draft.write_bytes(text)
        draft.replace(path)
    except OSError as error:
        remedy = "give --save a file in a folder that is there and may be written"
        raise RingfortError(Problem("the replay cannot be saved", str(error), "--save", remedy)) from None
    return len(text)


def _packed(content: bytes) -> str:
    return b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def _allowed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
