import pytest

from intarsia.auth.user_agents import UNKNOWN, describe

LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"


class TestDescribe:
    @pytest.mark.parametrize(
        ("user_agent", "text"),
        [
            (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36", "Chrome on Windows"),
            (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
            (f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 OPR/120.0", "Opera on Windows"),
            (f"{LINUX} HeadlessChrome/140.0.0.0 Safari/537.36", "Chromium on Linux"),
            (f"{ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
            (f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/2010 Firefox/143.0",
                "Firefox on Linux",
            ),
            (f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
            (f"{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
            (f"{MAC} Version/18.5 Safari/605.1.15", "Safari on macOS"),
            ("python-httpx2/2.16.0", "python-httpx2"),
            ("curl/8.14.1", "curl"),
            ("testclient", "testclient"),
            (f"{LINUX}", "Browser on Linux"),
            ("Mozilla/5.0", UNKNOWN),
            ("", UNKNOWN),
            ("\0\u202e<script>", UNKNOWN),
        ],
    )
    def test_says_what_a_person_would(self, user_agent: str, text: str) -> None:
        assert describe(user_agent) == text

    def test_is_short_however_long_the_header(self) -> None:
        assert len(describe("x" * 100_000)) <= 40
        assert len(describe("Version/1 " * 100_000)) <= 60
