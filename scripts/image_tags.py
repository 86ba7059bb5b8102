"""What `docker-publish.yml` asks: the tags of an image, from what GitHub says of a run.

    tag v1.4.2       1.4.2, 1.4, latest, sha-…    (v1.5.0-rc.1: 1.5.0-rc.1, sha-…)
    branch main      main, sha-…                  (also when run by hand)
    pull request 7   pr-7                         which is built and not pushed

Prints `key=value` lines for `GITHUB_OUTPUT`.
"""

import os
import re
import sys

RELEASE = re.compile(r"refs/tags/v((\d+\.\d+)\.\d+)(-[0-9A-Za-z.-]+)?")
PULL = re.compile(r"refs/pull/(\d+)/merge")
BRANCH = "refs/heads/"
LONGEST = 128  # of a tag
SHA_DIGITS = 7


def tags(ref: str, sha: str) -> list[str]:
    """Return the tags of a run on a ref at a commit; raise ValueError for a ref that has none."""
    if pull := PULL.fullmatch(ref):
        return [f"pr-{pull[1]}"]
    of_commit = f"sha-{sha[:SHA_DIGITS]}"
    if release := RELEASE.fullmatch(ref):
        number, minor, candidate = release.groups()
        return (
            [number + candidate, of_commit] if candidate else [number, minor, "latest", of_commit]
        )
    if ref.startswith(BRANCH):
        return [as_tag(ref.removeprefix(BRANCH)), of_commit]
    raise ValueError(f"{ref} is no branch, no pull request and no tag v1.2.3.")


def as_tag(branch: str) -> str:
    """Return a branch's name with only what a tag may have."""
    return re.sub(r"[^0-9A-Za-z_.-]+", "-", branch).lstrip("-.")[:LONGEST]


def version(ref: str) -> str:
    """Return what front ends are published as: of a release its own, else made from the sources."""
    release = RELEASE.fullmatch(ref)
    return ref.removeprefix("refs/tags/v") if release else ""


def main() -> None:
    """Answer for the run that this is."""
    ref, image = os.environ["GITHUB_REF"], os.environ["IMAGE"].lower()
    try:
        named = [f"{image}:{tag}" for tag in tags(ref, os.environ["GITHUB_SHA"])]
    except ValueError as problem:
        sys.exit(str(problem))
    sys.stdout.write(f"tags={','.join(named)}\nversion={version(ref)}\n")


if __name__ == "__main__":
    main()
