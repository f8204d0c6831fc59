"""Take the pictures of reports for the docs with the system's Chromium: python docs/make_report_pictures.py."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).parent / "guide"
RINGFORT = str(Path(sys.executable).with_name("ringfort"))
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")


def shoot(address: str, picture: Path, size: tuple[int, int]) -> None:
    """Take a picture of a page."""
    window = f"--window-size={size[0]},{size[1]}"
    subprocess.run(["chromium", *FLAGS, window, f"--screenshot={picture}", address], check=True, capture_output=True)


def main() -> None:
    """Take docs/guide/report.png."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        command = [RINGFORT, "report", "tower-22", "--runs", "1000", "--out", str(page)]
        subprocess.run(command, check=True)
        shoot(page.as_uri(), FOLDER / "report.png", (1200, 1250))


if __name__ == "__main__":
    main()
