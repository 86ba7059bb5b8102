"""What a person does, in their words."""

from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, Response, expect

NEWCOMERS_PASSWORD = "first day at work"


def sign_in(page: Page, name: str = "admin", path: str = "/") -> None:
    """Open a page as a guest and sign in as a demo user, or as the newcomer."""
    page.goto(path)
    password = NEWCOMERS_PASSWORD if name == "newcomer" else f"{name}123"
    fill_sign_in(page, f"{name}@example.com", password)
    expect(account_button(page)).to_be_visible()


def sign_in_german(page: Page, name: str) -> None:
    """Sign in as a demo user whose browser is German."""
    page.goto("/")
    page.get_by_label("E-Mail oder Benutzername").fill(f"{name}@example.com")
    page.get_by_role("textbox", name="Passwort").fill(f"{name}123")
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("banner").get_by_role("button", name="Konto von")).to_be_visible()


def account_button(page: Page) -> Locator:
    """The button of the person's own menu; the gallery shows another among its parts."""
    return page.get_by_role("banner").get_by_role("button", name="Account of")


def hear(page: Page, name: str = "admin", path: str = "/") -> None:
    """Sign in, and wait until the page hears of what concerns this person."""
    with page.expect_response(is_own_stream):
        sign_in(page, name, path)


def is_own_stream(response: Response) -> bool:
    """Whether this is the event stream of somebody signed in; the page had a guest's before."""
    request = response.request
    return request.url.endswith("/api/events") and "authorization" in request.headers


def fill_sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the form and send it."""
    page.get_by_label("E-mail or user name").fill(name)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def join(page: Page, name: str, address: str, password: str) -> None:
    """Fill in the form for an account of one's own and send it."""
    page.get_by_label("Name", exact=False).first.fill(name)
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Create account").click()


def click_data(page: Page) -> None:
    """Follow the navigation to the data grid, whatever comes of it."""
    page.get_by_role("navigation").get_by_role("link", name="Data", exact=True).click()


def open_grid(page: Page, title: str = "Data") -> None:
    """Go to the data grid by the navigation."""
    click_data(page)
    expect_grid(page, title)


def expect_grid(page: Page, title: str = "Data") -> None:
    """The data grid is there, with rows."""
    expect(page.get_by_role("heading", name=title, level=1, exact=True)).to_be_visible()
    expect(page.get_by_role("grid").get_by_role("row").nth(1)).to_be_visible()


def sign_out(page: Page) -> None:
    """Sign out by the user menu."""
    account_button(page).click()
    page.get_by_role("menuitem", name="Sign out").click()


def expect_sign_in_page(page: Page) -> None:
    """Nobody is signed in."""
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def fill_user(page: Page, name: str) -> None:
    """Fill in the form for a new user."""
    page.get_by_role("button", name="New user").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=False).first.fill(name.title())
    dialog.get_by_label("E-mail").fill(f"{name}@example.com")
    dialog.get_by_label("Password").fill("a long enough passphrase")
    dialog.get_by_role("button", name="Create").click()


def crash(page: Page) -> None:
    """Kill a tab's process."""
    with page.expect_event("crash"), suppress(Error):  # nobody is left to answer
        page.goto("chrome://crash", wait_until="commit")
