"""What a shell offers when a person presses TAB, and ``completion``, which sets that up.

Names are looked up in the knowledge base that the command line names so far. Where there is none,
or it is far away, nothing is offered and nothing is said: no key press reaches the network.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
)

from dateline.cli.frame import DEFAULT_KB, examples
from dateline.errors import DatelineError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_DATELINE_COMPLETE"
#: The most names that are offered, and looked through for them.
OFFERED = 50
LOOKED_THROUGH = 500
#: What a shell takes as it is, also within quotation marks.
_PLAIN = re.compile(r"[\w@%+=,./: -]+")

#: As click's own, but that a backslash stays one, and that no name is taken for a pattern of files.
_BASH = """\
%(complete_func)s() {
    local type value response
    response=$(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete "$1")
    while IFS=, read -r type value; do
        case $type in
            dir) COMPREPLY=(); compopt -o dirnames ;;
            file) COMPREPLY=(); compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done <<< "$response"
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class NamesInBash(BashComplete):
    """Completion for bash of names in which anything can stand, spaces and dollar signs too."""

    source_template = _BASH


Items = list[CompletionItem]
Complete = Callable[[click.Context, click.Parameter, str], Items]


_SET_UP = """\b
To set it up:
  ~/.bashrc:                   eval "$(dateline completion bash)"
  ~/.zshrc, after compinit:    eval "$(dateline completion zsh)"
  ~/.config/fish/config.fish:  dateline completion fish | source

"""


@click.command(epilog=_SET_UP + examples("dateline completion bash"))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands and names on TAB."""
    made = get_completion_class(shell)
    assert made is not None, shell
    click.echo(made(ctx.find_root().command, {}, "dateline", VARIABLE).source())


def complete_query(ctx: click.Context, _: click.Parameter, typed: str) -> Items:
    """Offer the named queries, or files where none begins so."""
    from dateline.query_folders import catalogue

    known = catalogue(ctx.params.get("folders") or ()).queries
    found = [CompletionItem(q.name, help=q.title) for q in known if q.name.startswith(typed)]
    return found or [CompletionItem(typed, type="file")]


def complete_parameter(ctx: click.Context, _: click.Parameter, typed: str) -> Items:
    """Offer the parameters of the query that is named, then names of what the parameter takes."""
    from dateline.query_folders import find_query

    words = _words_before()
    name = next(iter(ctx.args), None) or ctx.params.get("query")
    if not name or name == "-" or not words:
        return []
    try:
        parameters = find_query(name, ctx.params.get("folders") or ()).parameters
    except DatelineError:
        return []
    if words[-1] == "--param":
        fitting = (p for p in parameters if p.name.startswith(typed))
        return [CompletionItem(p.name, help=p.kind or None) for p in fitting]
    thing = next((p.thing for p in parameters if p.name == words[-1]), "")
    return _names(_place(ctx), thing, typed) if thing else []


def complete_name(what: str) -> Complete:
    """Return what offers the names of events, actors, places, sources, claims or kinds."""
    return lambda ctx, _, typed: _names(_place(ctx), what, typed)


def _words_before() -> list[str]:
    """Return the words of the command line before the one that is typed."""
    made = get_completion_class(os.environ.get(VARIABLE, "").partition("_")[0])
    if made is None:
        return []
    return made(click.Command("dateline"), {}, "dateline", VARIABLE).get_completion_args()[0]


def _place(ctx: click.Context) -> str:
    """Return the knowledge base that is named so far: here, before the command, or around."""
    from_here = ctx.get_parameter_source("kb") is click.core.ParameterSource.COMMANDLINE
    here = ctx.params.get("kb") if from_here else None
    before = ctx.parent.params.get("kb") if ctx.parent else None
    return str(here or before or os.environ.get("DATELINE_KB") or DEFAULT_KB)


def _names(place: str, what: str, typed: str) -> Items:
    if "://" in place:
        return []
    from dateline.exports.plain_text import on_a_line

    shown: Items = []
    try:
        for name, about in sorted(set(_fitting(place, what, typed))):
            if name == on_a_line(name) and not name.startswith("-") and _is_safe(name):
                shown.append(CompletionItem(_quoted(name), help=on_a_line(about) or None))
            if len(shown) == OFFERED:
                break
    except (DatelineError, ValueError):
        return []  # no knowledge base, or what is typed is no text
    return shown


def _fitting(place: str, what: str, typed: str) -> Iterator[tuple[str, str]]:
    """Yield what begins so, and what it is about: ends of IRIs with labels, labels with ends."""
    from dateline.lookup import named_like
    from dateline.names import end_of
    from dateline.store.opening import open_store
    from dateline.vocabulary import shorten

    found = named_like(open_store(place), typed, what, LOOKED_THROUGH)
    ends = Counter(end_of(iri) for iri in found.called)
    start = typed.casefold()
    for iri, all_of in found.called.items():
        end = end_of(iri)
        name = end if ends[end] == 1 else shorten(iri)
        if name.casefold().startswith(start):
            yield name, next(iter(all_of), "")
        elif shorten(iri).casefold().startswith(start):
            yield shorten(iri), next(iter(all_of), "")
        else:
            for label in all_of:
                if label.casefold().startswith(start):
                    yield label, end


def _is_bash() -> bool:
    return os.environ.get(VARIABLE, "").startswith("bash")


def _in_quotes() -> bool:
    """Whether the word that is typed begins with a quotation mark, which bash keeps."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    at = os.environ.get("COMP_CWORD", "")
    typed = words[int(at)] if at.isdigit() and int(at) < len(words) else ""
    return typed.startswith(('"', "'"))


def _is_safe(name: str) -> bool:
    return not (_is_bash() and _in_quotes()) or _PLAIN.fullmatch(name) is not None


def _quoted(name: str) -> str:
    """Return a name as bash must have it: other shells quote by themselves what is special."""
    if not _is_bash() or _in_quotes():
        return name
    return re.sub(r"([^\w@%+=,./-])", r"\\\1", name)
