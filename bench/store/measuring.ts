/** Runs measurements in processes of their own, under the Node that VS Code has. */
import { build } from 'esbuild';
import path from 'node:path';
import { buildExtension } from '../../test/host/extension';
import { ensureServer } from '../../test/host/install';
import { CACHE, ROOT } from '../../test/host/paths';
import { cleanEnvironment, spawnGroup } from '../../test/host/processes';
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

/** Runs a program to its end and gives what it printed. Rejects with its last lines when it fails. */
export async function programOutput(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawnGroup(command, args, { cwd: ROOT, env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors]: string[][] = [[], []];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => output!.push(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => errors!.push(text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return output!.join('');
  const last = [...output!, ...errors!].join('').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${path.basename(command)} ${args[0]} ended with ${code}:\n${last}`);
}
