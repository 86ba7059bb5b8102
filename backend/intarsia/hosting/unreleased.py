"""The pages that are shown while there is no host to show.

A script looks for one: a page that loads itself again takes readers back to its start (WCAG 2.2.1).
"""

from html import escape

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style nonce="<nonce>">
:root {{
  color-scheme: light dark;
  --page: #f7f5f1; --card: #fff; --ink: #211d18; --soft: #5e564c; --line: #e4dfd6;
}}
@media (prefers-color-scheme: dark) {{
  :root {{ --page: #161412; --card: #1e1b18; --ink: #f1ece4; --soft: #b9b0a4; --line: #37322c; }}
}}
body {{
  font: 1rem/1.55 ui-sans-serif, system-ui, sans-serif; color: var(--ink); background: var(--page);
  display: grid; place-items: center; min-height: 100vh; box-sizing: border-box;
  margin: 0; padding: 1rem;
}}
main {{
  max-width: 38rem; box-sizing: border-box; padding: 2rem; overflow-wrap: anywhere;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
}}
h1 {{ font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }}
p {{ margin: 0.75rem 0 0; }}
.soft {{ color: var(--soft); font-size: 0.875rem; margin-top: 1.5rem; }}
code {{ font: 0.875em ui-monospace, Menlo, Consolas, monospace; }}
.command {{ padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 8px; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{text}
</main>
{script}</body>
</html>
"""
LOOK_AGAIN = """<script nonce="<nonce>">
setInterval(async () => {
  const answer = await fetch(location.href, { method: 'HEAD' }).catch(() => undefined);
  if (answer?.ok) location.reload();
}, 3000);
</script>
"""
UNRELEASED = """<p>The platform runs, but the channel <code>{channel}</code> has {missing}.</p>
<p>Publish an app with <code>"kind": "host"</code> in its <code>intarsia.json</code>:</p>
<p class="command">
<code>intarsia publish dist --app container --version 1.0.0 --channel {channel}</code>
</p>
<p class="soft">This page looks every three seconds and opens the host once it is there.</p>"""
NO_EARLIER = """<p>No other version of the host was live on <code>{channel}</code> before, or none
that can still be served. <a href="/">Open the current one</a>.</p>"""


def unreleased(channel: str, *, has_release: bool) -> str:
    """Return the page; `<nonce>` in it is for the caller to replace."""
    missing = "a release without a host" if has_release else "no release"
    text = UNRELEASED.format(channel=escape(channel), missing=missing)
    return PAGE.format(title="Nothing to show yet", text=text, script=LOOK_AGAIN)


def no_earlier_host(channel: str) -> str:
    """Return the page for `?safe=1` without a host before; `<nonce>` as above."""
    text = NO_EARLIER.format(channel=escape(channel))
    return PAGE.format(title="There is no earlier host", text=text, script="")
