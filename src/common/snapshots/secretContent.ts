/** Files that hold secrets, judged by their content: what their names did not tell. */
import { holdsToken, isSecretName } from '../redaction';
import { isConfigFile } from './snapshotRules';

/** Bytes; keys and tokens lie in small files. */
const MAX_LOOKED_AT = 64 * 1024;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;
/** `name: value`, `name = value` and `"name": "value"`, with the value up to the end of the line. */
const NAMED_VALUE = /^[\s{,-]*["']?([\w.-]+)["']?\s*[:=]\s*(.*?)[\s,}]*$/;
/** Nothing, or where the value is taken from: `${oc.env:TOKEN}`. */
const NO_VALUE = /^["']?($|\$)/;
/** What stands beside a credential and is none itself. */
const ACCOUNT = /^(user(name)?|login|account|host(name)?|server|url|uri|endpoint|port|region|profile|type|version)$/i;

/**
 * Whether a configuration file holds a private key or a service's token, or is nothing but credentials. Programs are not
 * looked at: what they hold, they show to everybody who reads them.
 */
export function holdsSecret(relative: string, content: Buffer): boolean {
  if (content.length > MAX_LOOKED_AT || !isConfigFile(relative)) return false;
  const text = content.toString('utf8');
  return PRIVATE_KEY.test(text) || holdsToken(text) || isAllCredentials(text);
}

function isAllCredentials(text: string): boolean {
  let secrets = 0;
  for (const line of text.split(/[\n,{]/)) {
    const [, name = '', value = ''] = NAMED_VALUE.exec(line) ?? [];
    if (NO_VALUE.test(value) || ACCOUNT.test(name)) continue;
    if (!isSecretName(name)) return false;
    secrets += 1;
  }
  return secrets > 0;
}
