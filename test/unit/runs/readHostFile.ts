import path from 'node:path';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
import { ROOT } from '../../host/paths';

/**
 * What a file of the extension host exports, with `editor` in the place of `vscode`: only what does not ask the editor
 * can be used of it.
 */
export async function readHostFile<Exports>(file: string, editor: object): Promise<Exports> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  const module = { exports: {} };
  const require = createRequire(import.meta.url);
  const load = runInThisContext(`(function (module, exports, require) {${outputFiles[0]!.text}\n})`) as (
    ...args: [object, object, (name: string) => unknown]
  ) => void;
  load(module, module.exports, (name) => (name === 'vscode' ? editor : require(name)));
  return module.exports as Exports;
}
