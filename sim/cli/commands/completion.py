"""`surge completion`: the script that teaches a shell to complete commands and options."""

from __future__ import annotations

import click

from sim.cli.options import Command, Word, shared


@click.command(cls=Command)
@click.argument("shell", type=Word(["bash", "zsh", "fish"]))
@shared()
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Completion script for a shell.

    \b
    bash:  surge completion bash >> ~/.bashrc
    zsh:   surge completion zsh >> ~/.zshrc
    fish:  surge completion fish > ~/.config/fish/completions/surge.fish
    """
    from click.shell_completion import get_completion_class

    from sim.cli.screen import show_text

    maker = get_completion_class(shell)
    assert maker is not None
    script = maker(ctx.find_root().command, {}, "surge", "_SURGE_COMPLETE")
    # bash's script asks the installed bash for its version; the text itself depends on nothing
    show_text(script.source_template % script.source_vars())
