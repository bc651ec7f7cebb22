/** The page's real English texts, read from the host's file without VS Code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import type { CompareStrings } from '../../../src/protocol/pagesApi';
import { ROOT } from '../../host/paths';

/** `translate` stands for `vscode.l10n.t`. */
export function readStrings(translate: (text: string) => string = (text) => text): CompareStrings {
  const source = readFileSync(path.join(ROOT, 'src/runs/compareStrings.ts'), 'utf8');
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { compareStrings(): CompareStrings } };
  const vscode = { l10n: { t: translate } };
  runInNewContext(code, { module, exports: module.exports, require: () => vscode });
  return module.exports.compareStrings();
}
