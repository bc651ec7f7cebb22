"""Keeps secrets out of what is recorded: by the name of an argument, and by the shape of a value.

`src/common/redaction.ts` does the same for the recorder; `test/fixtures/redaction.json` is read by the tests of both.
"""

REDACTED = "***"

_SECRET_WORDS = frozenset("password passwd passphrase pwd secret secrets apikey credential credentials".split())
_SECRET_PAIRS = frozenset((("api", "key"), ("access", "key"), ("private", "key"), ("auth", "key"), ("account", "key")))
# What an address that is signed for its bearer is signed with; elsewhere these words are no secrets.
_SIGNATURES = frozenset(("sig", "signature"))
# Machine learning's own tokens, which are no secrets: `--pad-token`, `--eos-token`.
_TOKENS_OF_TEXT = frozenset("pad eos bos unk mask sep cls special stop start end next per new image class".split())
# How the tokens of well-known services begin.
TOKEN_PREFIXES = ("hf_", "sk-", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "pypi-")
_SHORTEST_TOKEN = 20

_patterns = None


def is_secret_name(name: str) -> bool:
    """Whether what goes by this name is a secret: `password`, `hf_token`, `apiKey`; not `pad_token`, `max_tokens`."""
    words = _words(name)
    if not _SECRET_WORDS.isdisjoint(words) or not _SECRET_PAIRS.isdisjoint(zip(words, words[1:])):
        return True
    return words[-1:] == ["token"] and _TOKENS_OF_TEXT.isdisjoint(words[-2:-1])


def redact_text(text: str) -> str:
    """The text without what looks like a secret: a service's token, name and password or a secret's value in a URL.

    A text that holds spaces may be a command line, such as that of `sh -c`: its words are treated as one's.
    """
    if " " in text:
        return " ".join(redact_arguments(text.split(" ")))
    has_address = "://" in text
    if not has_address and not any(prefix in text for prefix in TOKEN_PREFIXES):
        return text
    token, address, query = _compile()
    text = token.sub(lambda found: REDACTED if len(found[0]) >= _SHORTEST_TOKEN else found[0], text)
    return address.sub(lambda found: _redact_address(found, query), text) if has_address else text


def redact_arguments(arguments: list) -> list:
    """A command line's words, with the values of secret options hidden: `--token X`, `--token=X`, `token=X`."""
    redacted = []
    hide_next = False
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if hide_next and not argument.startswith("--"):
            hide_next = argument == ""  # between two spaces
            redacted.append(REDACTED if argument else "")
        elif equals and " " not in name and "://" not in name and is_secret_name(name):
            hide_next = False
            redacted.append(name + equals + REDACTED)
        else:
            hide_next = argument.startswith("-") and is_secret_name(argument)
            redacted.append(redact_text(argument))
    return redacted


def _compile():
    """Patterns of a token, an address and a field of its query; `re` costs a start milliseconds that few need."""
    global _patterns
    if _patterns is None:
        import re

        token = r"(?<![A-Za-z0-9_-])(?:%s)[A-Za-z0-9_-]+" % "|".join(TOKEN_PREFIXES)
        address = r"""([A-Za-z][A-Za-z0-9+.-]*://)([^\s/?#"']*@)?([^\s"']*)"""
        field = r"([?&#])([^=?&#]+)=([^?&#]*)"
        _patterns = (re.compile(token), re.compile(address), re.compile(field))
    return _patterns


def _redact_address(found, query) -> str:
    scheme, user, rest = found.groups()
    return scheme + (REDACTED + "@" if user else "") + query.sub(_redact_field, rest)


def _redact_field(found) -> str:
    before, name, value = found.groups()
    secret = is_secret_name(name) or not _SIGNATURES.isdisjoint(_words(name))
    return "%s%s=%s" % (before, name, REDACTED if secret else value)


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
