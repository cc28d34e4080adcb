"""What a model that can see is shown beside the words: the first of the cases that the words show."""

from __future__ import annotations

from robotrace.llm import Image
from robotrace.optimizers.prompt.results import instructive
from robotrace.opto import Evidence, Outcome


def seen(evidence: Evidence) -> Outcome | None:
    """The case whose pictures are shown: the one that is looked at first; None where there is nothing to see of it."""
    shown = instructive(evidence.best)
    return None if shown is None or shown.pictures is None else shown


def pictures_section(evidence: Evidence) -> str:
    """The section that says which pictures come with the words. Nothing is drawn for it."""
    shown = seen(evidence)
    if shown is None or shown.pictures is None:
        return ""
    listed = "\n".join(f"- picture {number}: {caption}" for number, caption in enumerate(shown.pictures.captions, 1))
    return (
        f"# Pictures\nWith this text come {len(shown.pictures)} pictures of the run of case {shown.case}, in this order. If you "
        f"see none, they could not be sent. {shown.pictures.about}\n{listed}"
    )


def images_of(evidence: Evidence) -> tuple[Image, ...]:
    """The pictures themselves.

    Raises:
        RenderError: The pictures cannot be drawn.
        OptionError: A picture is no PNG file, or too large to be sent.
    """
    shown = seen(evidence)
    return () if shown is None or shown.pictures is None else tuple(Image(png) for png in shown.pictures.pngs)
