/** The page's real English texts, read from the host's file without VS Code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import type { ChangesStrings } from '../../../src/protocol/changesPage';
import type { CompareStrings } from '../../../src/protocol/pagesApi';
import type { TableStrings } from '../../../src/protocol/tablePage';
import type { RunPageStrings } from '../../../src/protocol/runPageStrings';
import { ROOT } from '../../host/paths';

type Translate = (text: string) => string;

/** `translate` stands for `vscode.l10n.t`. */
export function readStrings(translate: Translate = (text) => text): CompareStrings {
  return readFrom('src/runs/compareStrings.ts', 'compareStrings', translate) as CompareStrings;
}

/** Those of the page "What changed". */
export function readChangesStrings(translate: Translate = (text) => text): ChangesStrings {
  return readFrom('src/changes/changesStrings.ts', 'changesStrings', translate) as ChangesStrings;
}

/** Those of the run table. */
export function readTableStrings(translate: Translate = (text) => text): TableStrings {
  return readFrom('src/table/tableStrings.ts', 'tableStrings', translate) as TableStrings;
}

/** Those of the page of a run. */
export function readRunPageStrings(translate: Translate = (text) => text): RunPageStrings {
  return readFrom('src/runPage/runPageStrings.ts', 'runPageStrings', translate) as RunPageStrings;
}

function readFrom(file: string, name: string, translate: Translate): unknown {
  const { code } = transformSync(readFileSync(path.join(ROOT, file), 'utf8'), { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as Record<string, () => unknown> };
  const vscode = { l10n: { t: translate } };
  runInNewContext(code, { module, exports: module.exports, require: () => vscode });
  return module.exports[name]!();
}
