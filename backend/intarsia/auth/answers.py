"""How a sign-in is answered: the refresh token goes the way it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from intarsia.auth.cookies import SessionCookie, StrictCookie, refresh_cookie, session_cookie
from intarsia.auth.csrf import is_browser, require_same_origin
from intarsia.auth.devices import device_cookie
from intarsia.auth.issuing import SignedIn
from intarsia.auth.schemas import SignInAnswer
from intarsia.users.schemas import User


@dataclass(frozen=True, slots=True)
class Desk:
    """Where sign-ins are handed over and taken back; no other site's page comes near it."""

    request: Request
    cookie: StrictCookie
    of_record: SessionCookie

    def hand_over(self, signed_in: SignedIn, status_code: int = 200) -> Response:
        """Give the refresh token by cookie or in the body; a cookie only when it changed."""
        from_browser = is_browser(self.request.headers)
        answer = SignInAnswer(
            access_token=signed_in.access_token,
            expires_in=signed_in.expires_in,
            refresh_token=None if from_browser else signed_in.refresh_token,
            user=User.model_validate(signed_in.user),
        )
        response = Response(
            answer.model_dump_json(exclude_none=True), status_code, media_type="application/json"
        )
        expires = signed_in.refresh_expires_at
        if from_browser and signed_in.is_new:
            self.cookie.set(response, signed_in.refresh_token, expires)
        if signed_in.record_id is not None:
            self.of_record.set(response, signed_in.record_id, self.keys(), expires)
        return response

    def welcome(self, signed_in: SignedIn, status_code: int = 200) -> Response:
        """Hand over a new sign-in, and know this browser again."""
        response = self.hand_over(signed_in, status_code)
        know_again(self.request, response, signed_in)
        return response

    def take_back(self) -> Response:
        """Expire our cookies by name, and have the browser forget what pages stored.

        Not all cookies: those of a port beside ours would go, too.
        """
        response = Response(status_code=204)
        self.cookie.expire(response)
        self.of_record.expire(response)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response

    def presented_record(self) -> str | None:
        """Return the id of the session record whose cookie a browser sent."""
        if not is_browser(self.request.headers):
            return None
        return self.of_record.read(self.request.headers, self.keys())

    def keys(self) -> Sequence[str]:
        """Return what signs that cookie."""
        keys: Sequence[str] = self.request.state.secrets.session.keys
        return keys


def know_again(request: Request, response: Response, signed_in: SignedIn) -> None:
    """Let this browser try again while strangers can't."""
    state, headers = request.state, request.headers
    if is_browser(headers):
        cookie, ring = device_cookie(state.settings), state.secrets.session
        known, now = cookie.read(headers, ring), state.clock.now()
        cookie.set(response, ring, known, signed_in.user.id, now)


async def get_desk(request: Request) -> Desk:
    """Return it for one request, with its cookies as the settings want them; or Forbidden."""
    settings = request.state.settings
    require_same_origin(request.headers, settings.public_url)
    return Desk(request, refresh_cookie(settings), session_cookie(settings))


DeskDep = Annotated[Desk, Depends(get_desk)]
