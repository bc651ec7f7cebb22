"""Keeps secrets out of what is recorded: by the name of an argument, and by the shape of a value."""

REDACTED = "***"

_SECRET_WORDS = frozenset("password passwd passphrase pwd secret secrets apikey credential credentials".split())
_SECRET_PAIRS = frozenset((("api", "key"), ("access", "key"), ("private", "key"), ("auth", "key"), ("account", "key")))
# Machine learning's own tokens, which are no secrets: `--pad-token`, `--eos-token`.
_TOKENS_OF_TEXT = frozenset("pad eos bos unk mask sep cls special stop start end next per new image class".split())
# How tokens of well-known services begin.
TOKEN_PREFIXES = ("hf_", "sk-", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "pypi-")
_SHORTEST_TOKEN = 20


def is_secret_name(name: str) -> bool:
    """Whether what goes by this name is a secret: `password`, `hf_token`, `apiKey`; not `pad_token`, `max_tokens`."""
    words = _words(name)
    if not _SECRET_WORDS.isdisjoint(words) or not _SECRET_PAIRS.isdisjoint(zip(words, words[1:])):
        return True
    return words[-1:] == ["token"] and _TOKENS_OF_TEXT.isdisjoint(words[-2:-1])


def redact_text(text: str) -> str:
    """The text without what looks like a secret: a service's token, name and password or a secret's value in a URL."""
    if len(text) >= _SHORTEST_TOKEN and text.startswith(TOKEN_PREFIXES) and " " not in text:
        return REDACTED
    return _redact_url(text) if "://" in text else text


def redact_arguments(arguments: list) -> list:
    """A command line's words, with the values of secret options hidden: `--token X`, `--token=X`, `token=X`."""
    redacted = []
    hide_next = False
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if hide_next and not argument.startswith("--"):
            hide_next = False
            redacted.append(REDACTED)
        elif equals and "://" not in name and is_secret_name(name):
            hide_next = False
            redacted.append(name + equals + REDACTED)
        else:
            hide_next = argument.startswith("-") and is_secret_name(argument)
            redacted.append(redact_text(argument))
    return redacted


def _redact_url(url: str) -> str:
    address, mark, query = url.partition("?")
    scheme, slashes, rest = address.partition("://")
    authority, slash, path = rest.partition("/")
    _, at, host = authority.rpartition("@")
    parts = [scheme, slashes, REDACTED if at else "", at, host, slash, path, mark]
    return "".join(parts) + "&".join(redact_arguments(query.split("&")) if query else "")


def _words(name: str) -> list:
    """`hfToken`, `HF_TOKEN` and `--hf-token` as `hf`, `token`."""
    parts = []
    previous = ""
    for letter in name:
        if letter.isupper() and previous.islower():
            parts.append(" ")
        parts.append(letter.lower() if letter.isalnum() else " ")
        previous = letter
    return "".join(parts).split()
