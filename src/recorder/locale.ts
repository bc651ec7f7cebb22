import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { ENV } from '../protocol/trackerEnvironment';

/** The language that the environment asks for, such as `ko` or `pt-br`, as VS Code names it. */
function wantedLocale(env: NodeJS.ProcessEnv): string {
  const posix = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en';
  const wanted = env[ENV.locale] || posix.replace(/[.@].*$/, '');
  return wanted.toLowerCase().replace('_', '-');
}

/** Loads the texts of the wanted language; English stays where there is none. `l10nDir` holds the bundles. */
export function configureTexts(env: NodeJS.ProcessEnv, l10nDir: string): void {
  const locale = wantedLocale(env);
  const names = [locale, locale.split('-')[0] ?? locale].filter((name) => /^[a-z-]+$/.test(name));
  const file = names.map((name) => path.join(l10nDir, `bundle.l10n.${name}.json`)).find((one) => existsSync(one));
  if (file === undefined) return;
  try {
    l10n.config({ contents: readFileSync(file, 'utf8') });
  } catch {
    // A damaged bundle leaves the texts in English.
  }
}
