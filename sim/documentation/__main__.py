"""``python -m sim.documentation``: write the generated parts of the documents, or check them."""

import sys

from sim.documentation import problems, rewrite


def main(words: list[str]) -> int:
    """Write the generated parts, or with ``--check`` only compare; 1 if anything is wrong."""
    if words not in ([], ["--check"]):
        sys.stderr.write("usage: python -m sim.documentation [--check]\n")
        return 2
    found = problems() if words else rewrite()
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
