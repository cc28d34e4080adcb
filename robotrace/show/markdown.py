"""Markdown in a terminal, in which code can be copied as it stands."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.syntax import Syntax


class Fence(CodeBlock):
    """A block of code that begins in the first column; rich's own stands one further right, which Python does not take."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The block, with an empty line above and below it."""
        code = str(self.text).rstrip()
        yield Syntax(
            code, self.lexer_name, theme=self.theme, word_wrap=True, padding=(1, 0), background_color="default"
        )


class Text(Markdown):
    """Markdown with such blocks."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": Fence,
        "code_block": Fence,
    }


def markdown(text: str) -> RenderableType:
    """A text in Markdown, for a terminal."""
    return Text(text, code_theme="ansi_dark", hyperlinks=False)
