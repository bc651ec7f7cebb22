import pytest

from _trialbook import redaction


@pytest.mark.parametrize(
    "name",
    ["password", "db_password", "--api-key", "apiKey", "API_KEY", "hf_token", "token", "authToken", "aws_secret_key"],
)
def test_names_of_secrets(name):
    assert redaction.is_secret_name(name)


@pytest.mark.parametrize("name", ["lr", "max_tokens", "tokenizer", "pad_token", "token_dim", "key", "monkey", ""])
def test_names_that_are_no_secrets(name):
    assert not redaction.is_secret_name(name)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("hf_abcdefghijklmnopqrstuvwx", "***"),
        ("hf_small", "hf_small"),
        ("sk-learn is not a token", "sk-learn is not a token"),
        ("postgresql://me:pw@host/db", "postgresql://***@host/db"),
        ("https://host/a@b", "https://host/a@b"),
        ("https://host/x?page=2&token=abc", "https://host/x?page=2&token=***"),
    ],
)
def test_text(text, expected):
    assert redaction.redact_text(text) == expected


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["t.py", "--token", "X", "--lr", "1"], ["t.py", "--token", "***", "--lr", "1"]),
        (["t.py", "--token=X", "api_key=Y"], ["t.py", "--token=***", "api_key=***"]),
        (["t.py", "--use-secret", "--lr", "1"], ["t.py", "--use-secret", "--lr", "1"]),
        (["reset_password.py", "x"], ["reset_password.py", "x"]),
        (["t.py", "--url", "https://me:pw@host/"], ["t.py", "--url", "https://***@host/"]),
    ],
)
def test_arguments(arguments, expected):
    assert redaction.redact_arguments(arguments) == expected
