"""`container/sharedUI`: the whole library for any app, without a second copy of the host."""

from playwright.sync_api import Page, expect

from tests.e2e.steps import sign_in
from tests.e2e.test_singletons import COUNT_RENDERERS

LOAD = "() => __FEDERATION__.__INSTANCES__[0].loadRemote('container/sharedUI')"
LIBRARY = {
    "theme": {"theme", "ThemeProvider", "tokens", "useScheme", "SchemeButton"},
    "sign-in": {"LoginForm", "LoginPage", "UserMenu", "SessionGate", "useSession", "useUser"},
    "data": {"ServerTable", "Pager", "SearchField", "FilterSelect", "useListState"},
    "charts": {"LineChart", "BarChart", "PieChart", "ChartCard", "ChartTable"},
    "forms": {"TextInput", "PasswordField", "EditorForm", "EditorDialog", "useFieldErrors"},
    "messages": {"useConfirm", "useToasts", "ConfirmProvider", "ToastProvider"},
    "states": {"EmptyState", "LoadProblem", "RemoteProblem", "RemoteSkeleton", "PageHeader"},
    "language": {"defineMessages", "useMessages", "useFormat", "useLanguage"},
    "client": {"getClient", "createClient", "HttpClient", "AuthService", "ProblemError"},
}
# An instance of its own, as every remote has one, under the page's policy.
LOAD_AS_A_REMOTE = """
async () => {
  const [host] = __FEDERATION__.__INSTANCES__;
  const boot = JSON.parse(document.getElementById('intarsia-boot').textContent);
  const { entry, name } = boot.apps.container;
  const remote = { name, entry: entry.replace('mf-manifest.json', 'remoteEntry.js') };
  const plugins = host.options.plugins.map(({ loadEntry, ...rest }) => rest);
  const other = new host.constructor({ name: 'elsewhere', remotes: [remote], plugins });
  const load = (instance) => instance.loadRemote('container/sharedUI');
  const [one, same] = [await load(other), await load(host)];
  return [one.getClient() === same.getClient(), one.useToasts === same.useToasts];
}
"""


def host_files(page: Page) -> list[str]:
    """Return the names of the host's files that the page has loaded."""
    of_host = "performance.getEntriesByType('resource').filter(({name}) => name.includes('/mf/con"
    files: list[str] = page.evaluate(f"{of_host}tainer/')).map(({{name}}) => name)")
    return files


class TestSharedUi:
    def test_has_the_whole_library(self, page: Page) -> None:
        """Every group of it, from one import."""
        sign_in(page)
        names = set(page.evaluate(f"async () => Object.keys(await ({LOAD})())"))
        missing = {group: sorted(wanted - names) for group, wanted in LIBRARY.items()}
        assert {group: names for group, names in missing.items() if names} == {}

    def test_is_the_page_s_own(self, page: Page) -> None:
        """One React, the host's session, no second host; charts and grid wait for their use."""
        page.add_init_script(COUNT_RENDERERS)
        sign_in(page)
        before = set(host_files(page))
        assert page.evaluate(
            f"async () => (await ({LOAD})()).getClient().auth.state.user.role"
        ) == ("admin")
        assert page.evaluate("renderers.length") == 1
        loaded = set(host_files(page)) - before
        assert loaded
        assert not any("remoteEntry" in name for name in loaded)
        sizes = "performance.getEntriesByType('resource').map((e) => [e.name, e.encodedBodySize])"
        assert sum(dict(page.evaluate(sizes))[name] for name in loaded) < 60 * 1024
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    def test_is_the_same_through_the_host_s_entry(self, page: Page) -> None:
        """Who knows the host only as a remote gets the page's React and session all the same."""
        page.add_init_script(COUNT_RENDERERS)
        sign_in(page)
        assert page.evaluate(LOAD_AS_A_REMOTE) == [True, True]
        assert any("remoteEntry" in name for name in host_files(page))
        assert page.evaluate("renderers.length") == 1
