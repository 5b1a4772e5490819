"""The file of a report: complete, for any browser, without a network."""

from html import escape
from importlib.resources import files
from pathlib import Path

from experiments.reporting.parts import Report
from sim import __version__
from sim.figures.palettes import tone
from sim.results import CLAIM
from sim.saving import write_page

FRAME = """<!DOCTYPE html>
<html lang="en" data-style="{look}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<!-- Nothing may be loaded from anywhere: the page is complete. -->
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="subtitle">{subtitle}</p>
{warning}<p class="claim">{claim}</p>
</header>
<nav aria-label="Contents"><ol>{contents}</ol></nav>
<main>
{sections}
</main>
<footer><p>Written by peacegrid {version}.</p></footer>
</body>
</html>
"""


def page(report: Report) -> str:
    """Return a report as the text of one HTML file that asks for nothing else.

    It is in the style in force (`sim.figures.palettes`), in which its figures should be, too.
    """
    links, sections = [], []
    for number, section in enumerate(report.sections, start=1):
        title = escape(section.title)
        links.append(f'<li><a href="#part-{number}">{title}</a></li>')
        content = "\n".join(section.parts)
        sections.append(f'<section id="part-{number}">\n<h2>{title}</h2>\n{content}\n</section>')
    warning = f'<p class="warning">{escape(report.warning)}</p>\n' if report.warning else ""
    style = files("experiments.reporting") / "page.css"
    return FRAME.format(
        title=escape(report.title),
        subtitle=escape(report.subtitle),
        look=tone.name,
        style=style.read_text(encoding="utf-8"),
        warning=warning,
        claim=escape(CLAIM),
        contents="".join(links),
        sections="\n".join(sections),
        version=__version__,
    )


def write(report: Report, path: Path) -> int:
    """Write a report, whole or not at all; return its size in bytes.

    Raises:
        OSError: it cannot be written.
    """
    return write_page(page(report), path)
