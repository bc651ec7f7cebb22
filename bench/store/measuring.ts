/** Runs measurements in processes of their own, under the Node that VS Code has. */
import { build } from 'esbuild';
import path from 'node:path';
import { buildExtension } from '../../test/host/extension';
import { ensureServer } from '../../test/host/install';
import { CACHE, ROOT } from '../../test/host/paths';
import { programOutput } from '../programOutput';
import type { Topics } from './child';

const CHILD = path.join(CACHE, 'bench', 'store-child.mjs');
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

export const DIST = path.join(ROOT, 'dist');

type Args<T extends keyof Topics> = Parameters<Topics[T]>[0];
type Result<T extends keyof Topics> = Awaited<ReturnType<Topics[T]>>;

export class Measuring {
  private constructor(private readonly node: string) {}

  /** Builds the extension as it ships and what measures it; gets the Node of VS Code's server on first use. */
  static async prepare(): Promise<Measuring> {
    await buildExtension();
    await build({
      entryPoints: [path.join(import.meta.dirname, 'child.ts')],
      outfile: CHILD,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      banner: { js: BANNER },
      logLevel: 'warning',
    });
    return new Measuring((await ensureServer()).node);
  }

  /** What a topic of `child.ts` gives in a new process. Rejects with what that process said when it failed. */
  async run<T extends keyof Topics>(topic: T, args: Args<T>): Promise<Result<T>> {
    const output = await programOutput(this.node, [CHILD, JSON.stringify({ topic, args })]);
    return JSON.parse(output) as Result<T>;
  }
}
