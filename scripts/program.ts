import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, TEST_OUTPUT } from '../test/host/paths';
import { cleanEnvironment, spawnGroup } from '../test/host/processes';

export interface ProgramResult {
  /** Exit code; `null` when a signal ended it. */
  code: number | null;
  /** Both streams in order of arrival; also in `log`. */
  output: string;
  log: string;
  seconds: number;
}

/**
 * Runs a script of this repository to its end, silently, on this Node or another. Its output is kept in
 * `test-output/<name>.log`.
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  { node = process.execPath, env = {} }: { node?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramResult> {
  const start = performance.now();
  const child = spawnGroup(node, args, {
    cwd: ROOT,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const output = Buffer.concat(chunks).toString();
  const log = path.join(TEST_OUTPUT, `${name}.log`);
  mkdirSync(TEST_OUTPUT, { recursive: true });
  writeFileSync(log, output);
  return { code, output, log: path.relative(ROOT, log), seconds: (performance.now() - start) / 1000 };
}
