/** Which runs are of the same version: code, command and data, but for seeds. */
import { createHash } from 'node:crypto';
import { isSeedKey } from '../../protocol/seeds';
import { portableArguments } from '../checkouts/recordedRoot';
import type { RunFacts } from '../differences/runFacts';
import { readRunFacts } from '../differences/runFacts';
import { listRuns } from '../runFinder';

/** What is kept of a run while others are read: its snapshot may have thousands of files. */
export interface ScriptRun extends Pick<RunFacts, 'id' | 'run' | 'details'> {
  /** As {@link versionOf} gives it. */
  version: string;
}

export function scriptRunOf(facts: RunFacts): ScriptRun {
  const { id, run, details } = facts;
  return { id, run, details, version: versionOf(facts) };
}

/** Names a version: runs of the same one are repeats of each other. */
export function versionOf(facts: RunFacts): string {
  const { snapshot, run, details } = facts;
  // Where nobody told what ran, all of the workspace's code counts.
  const ran = snapshot.marked === true ? snapshot.files.filter((file) => file.used === true) : snapshot.files;
  const code = ran.map(({ path, object }) => `${path}\n${object}`);
  const data = details.inputs.map(({ path, digest }) => `${path}\n${digest}`).sort();
  const command = withoutSeeds(portableArguments(facts));
  return createHash('sha256')
    .update(JSON.stringify([code, data, command, run.cwd]))
    .digest('hex');
}

/** The words of a command without `--seed 3` and `--seed=3`. */
function withoutSeeds(words: readonly string[]): string[] {
  return words.filter((word, i) => {
    const previous = words[i - 1] ?? '';
    const isValue = isSeedOption(previous) && !previous.includes('=') && !word.startsWith('-');
    return !isSeedOption(word) && !isValue;
  });
}

function isSeedOption(word: string): boolean {
  const name = /^-{0,2}([^=]+)/.exec(word)?.[1]?.replaceAll('-', '_') ?? '';
  return (word.startsWith('-') || word.includes('=')) && isSeedKey(name);
}

/** The runs of a script at the top of the list, oldest first, without those that cannot be read or hold no code. */
export async function readRunsOfScript(workspace: string, script: string | null): Promise<ScriptRun[]> {
  const listed = (await listRuns(workspace)).filter((run) => run.parent === null && run.script === script).reverse();
  const runs: ScriptRun[] = [];
  for (const { id } of listed) {
    const facts = await readRunFacts(workspace, id).catch(() => undefined);
    if (facts !== undefined) runs.push(scriptRunOf(facts));
  }
  return runs;
}
