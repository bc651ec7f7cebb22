import path from 'node:path';
import { ROOT } from '../test/host/paths';
import { cleanEnvironment, spawnGroup } from '../test/host/processes';

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
