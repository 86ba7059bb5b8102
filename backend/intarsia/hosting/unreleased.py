"""The pages that are shown while there is no host to show."""

from html import escape

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>{title}</title>
<style nonce="<nonce>">
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 15vh auto; padding: 1rem; }}
code {{ background: #8883; padding: 0.1em 0.3em; border-radius: 0.25em; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{text}
</main>
</body>
</html>
"""
REFRESH = """
<meta http-equiv="refresh" content="3">"""
UNRELEASED = """<p>The platform runs, but the channel <code>{channel}</code> has {missing}.</p>
<p>Publish an app with <code>"kind": "host"</code> in its <code>intarsia.json</code>:</p>
<p><code>intarsia publish dist --app container --version 1.0.0 --channel {channel}</code></p>
<p>This page looks again every three seconds.</p>"""
NO_EARLIER = """<p>No other version of the host was live on <code>{channel}</code> before, or none
that can still be served. <a href="/">Open the current one</a>.</p>"""


def unreleased(channel: str, *, has_release: bool) -> str:
    """Return the page; `<nonce>` in it is for the caller to replace."""
    missing = "a release without a host" if has_release else "no release"
    text = UNRELEASED.format(channel=escape(channel), missing=missing)
    return PAGE.format(title="Nothing to show yet", text=text, refresh=REFRESH)


def no_earlier_host(channel: str) -> str:
    """Return the page for `?safe=1` without a host before; `<nonce>` as above."""
    text = NO_EARLIER.format(channel=escape(channel))
    return PAGE.format(title="There is no earlier host", text=text, refresh="")
