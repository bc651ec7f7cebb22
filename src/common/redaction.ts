/** Keeps secrets out of what is recorded, by the name of a param and the shape of its value; as `redaction.py` does. */
import type { ParamValue } from '../protocol/trainingEvents';

const REDACTED = '***';

const SECRET_WORDS = new Set('password passwd passphrase pwd secret secrets apikey credential credentials'.split(' '));
const SECRET_PAIRS = new Set(['api key', 'access key', 'private key', 'auth key', 'account key']);
/** Machine learning's own tokens, which are no secrets: `pad_token`, `eos_token`. */
const TOKENS_OF_TEXT = new Set(
  'pad eos bos unk mask sep cls special stop start end next per new image class'.split(' '),
);
/** How the tokens of well-known services begin. */
const SERVICE_TOKEN = /^(hf_|sk-|ghp_|gho_|github_pat_|glpat-|xoxb-|xoxp-|AKIA|pypi-)\S{12,}$/;

/** Whether what goes by this name is a secret: `password`, `hf_token`, `apiKey`; not `pad_token`, `max_tokens`. */
function isSecretName(name: string): boolean {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.some((word, i) => SECRET_WORDS.has(word) || SECRET_PAIRS.has(`${word} ${words[i + 1]}`))) return true;
  return words.at(-1) === 'token' && !TOKENS_OF_TEXT.has(words.at(-2) ?? '');
}

/** The value of a param as it may be recorded. */
export function redactParam(name: string, value: ParamValue): ParamValue {
  if (isSecretName(name) || (typeof value === 'string' && SERVICE_TOKEN.test(value))) return REDACTED;
  return typeof value === 'string' ? value.replace(/(\w:\/\/)[^/@\s]+@/g, `$1${REDACTED}@`) : value;
}
