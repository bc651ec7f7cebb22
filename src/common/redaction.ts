/**
 * Keeps secrets out of what is recorded: by the name of an argument, and by the shape of a value.
 *
 * `python/_trialbook/redaction.py` does the same for the tracker; `test/fixtures/redaction.json` is read by the tests of
 * both.
 */

import type { ParamValue } from '../protocol/numbers';
import { REDACTED } from '../protocol/redacted';

const SECRET_WORDS = words('password passwd passphrase pwd secret secrets apikey credential credentials');
const SECRET_PAIRS = new Set(['api key', 'access key', 'private key', 'auth key', 'account key']);
/** What an address that is signed for its bearer is signed with; elsewhere these words are no secrets. */
const SIGNATURES = words('sig signature');
/** Machine learning's own tokens, which are no secrets: `--pad-token`, `--eos-token`. */
const TOKENS_OF_TEXT = words('pad eos bos unk mask sep cls special stop start end next per new image class');
/** How the tokens of well-known services begin. */
const TOKEN = /(?<![A-Za-z0-9_-])(?:hf_|sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xoxb-|xoxp-|AKIA|pypi-)[A-Za-z0-9_-]+/g;
const SHORTEST_TOKEN = 20;
/** An address as scheme, user information and the rest, and a field of its query. */
const ADDRESS = /([A-Za-z][A-Za-z0-9+.-]*:\/\/)([^\s/?#"']*@)?([^\s"']*)/g;
const FIELD = /([?&#])([^=?&#]+)=([^?&#]*)/g;

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Whether what goes by this name is a secret: `password`, `hf_token`, `apiKey`; not `pad_token`, `max_tokens`. */
export function isSecretName(name: string): boolean {
  const parts = wordsOf(name);
  if (parts.some((word, i) => SECRET_WORDS.has(word) || SECRET_PAIRS.has(`${parts[i - 1]} ${word}`))) return true;
  return parts.at(-1) === 'token' && !TOKENS_OF_TEXT.has(parts.at(-2) ?? '');
}

/**
 * The text without what looks like a secret: a service's token, name and password or a secret's value in a URL. A text
 * that holds spaces may be a command line, such as that of `sh -c`: its words are treated as one's.
 */
export function redactText(text: string): string {
  if (text.includes(' ')) return redactArguments(text.split(' ')).join(' ');
  const withoutTokens = text.replace(TOKEN, (token) => (token.length >= SHORTEST_TOKEN ? REDACTED : token));
  return withoutTokens.replace(ADDRESS, (_, scheme: string, user: string | undefined, rest: string) => {
    return scheme + (user ? `${REDACTED}@` : '') + rest.replace(FIELD, redactField);
  });
}

/** A named value, such as an environment variable's, without what its name or its shape says is a secret. */
export function redactValue(name: string, value: string): string {
  return isSecretName(name) ? REDACTED : redactText(value);
}

/** The value of a param as it may be recorded. */
export function redactParam(name: string, value: ParamValue): ParamValue {
  if (isSecretName(name)) return REDACTED;
  return typeof value === 'string' ? redactText(value) : value;
}

/** A command line's words, with the values of secret options hidden: `--token X`, `--token=X`, `token=X`. */
export function redactArguments(args: readonly string[]): string[] {
  const redacted: string[] = [];
  let hideNext = false;
  for (const argument of args) {
    const equals = argument.indexOf('=');
    const name = equals < 0 ? '' : argument.slice(0, equals);
    if (hideNext && !argument.startsWith('--')) {
      // Nothing stands between two spaces.
      hideNext = argument === '';
      redacted.push(argument === '' ? '' : REDACTED);
    } else if (name !== '' && !/ |:\/\//.test(name) && isSecretName(name)) {
      hideNext = false;
      redacted.push(`${name}=${REDACTED}`);
    } else {
      hideNext = argument.startsWith('-') && isSecretName(argument);
      redacted.push(redactText(argument));
    }
  }
  return redacted;
}

/** Whether a text holds what looks like the token of a well-known service. */
export function holdsToken(text: string): boolean {
  return (text.match(TOKEN) ?? []).some((token) => token.length >= SHORTEST_TOKEN);
}

function redactField(_: string, before: string, name: string, value: string): string {
  const secret = isSecretName(name) || wordsOf(name).some((word) => SIGNATURES.has(word));
  return `${before}${name}=${secret ? REDACTED : value}`;
}

/** `hfToken`, `HF_TOKEN` and `--hf-token` as `hf`, `token`. */
function wordsOf(name: string): string[] {
  const parts = name.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ').toLowerCase();
  return parts.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
