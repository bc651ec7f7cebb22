/** `trialbook run --seeds`: the same training over several seeds, one run after another. */
import * as l10n from '@vscode/l10n';
import { incrementBase32, ulid } from 'ulid';
import type { RunId } from '../protocol/entities';
import { UserError } from '../common/errors';
import { runDir } from '../common/workspaceFolder';
import { joinWords } from '../protocol/words';
import { recordedCommand } from './runDescription';
import { readRunState } from './runFolder';
import { runOnce, type RunOptions } from './runCommand';
import { say } from './say';

/** Milliseconds of a ULID; the rest of it counts. */
const TIME_LENGTH = 10;

export interface Seeds {
  values: string[];
  /** What goes before a seed on the command line: `--seed`, or `seed=` without a space between. */
  option: string;
}

/** One run of several. */
interface SeedRun {
  id: RunId;
  seed: string;
  command: string[];
}

/**
 * The runs of a batch. Their ids follow from the batch's, in its order: whoever runs the batch again, as the editor does
 * after a reload, attaches to what there is and starts the rest. A queue can take these runs as its entries.
 */
function seedRuns(batch: string, command: readonly string[], { values, option }: Seeds): SeedRun[] {
  let id = batch;
  return values.map((seed) => {
    id = batch.slice(0, TIME_LENGTH) + incrementBase32(id.slice(TIME_LENGTH));
    return { id, seed, command: [...command, ...(option.endsWith('=') ? [option + seed] : [option, seed])] };
  });
}

/**
 * Runs a command with each seed. Gives the exit code of the first run that failed. A run that was stopped ends the batch.
 * Throws a {@link UserError} where the batch has run other seeds or another command.
 *
 * When this process is killed, the run goes on, and its recorder, which finds nobody to tell its end to, starts the batch
 * again by `words`: the command line of this process.
 */
export async function runSeeds(options: RunOptions, seeds: Seeds, words: readonly string[]): Promise<number> {
  const batch = options.batch ?? ulid();
  const resume = options.batch === undefined ? [words[0]!, '--batch', batch, ...words.slice(1)] : [...words];
  const runs = seedRuns(batch, options.command, seeds);
  await refuseOtherRuns(options, runs);
  const codes: number[] = [];
  for (const [index, { id, seed, command }] of runs.entries()) {
    say(l10n.t('seed {0}, {1} of {2}', seed, index + 1, runs.length));
    const name = options.name === undefined ? {} : { name: `${options.name} ${seed}` };
    const isLast = index === runs.length - 1;
    const { exitCode, status } = await runOnce({
      ...options,
      ...name,
      id,
      batch,
      command,
      ...(isLast ? {} : { resume }),
    });
    codes.push(exitCode);
    if (status === 'cancelled') {
      if (!isLast) say(l10n.t('{0} more seeds are not run.', runs.length - index - 1));
      break;
    }
  }
  const failed = codes.filter((code) => code !== 0);
  if (failed.length > 0) say(l10n.t('{0} of {1} runs did not finish', failed.length, codes.length));
  return failed[0] ?? 0;
}

/** Attaching to such a run would show it as what was asked for. */
async function refuseOtherRuns({ workspace, cwd }: RunOptions, runs: readonly SeedRun[]): Promise<void> {
  for (const { id, command } of runs) {
    const state = await readRunState(runDir(workspace, id)).catch(() => undefined);
    const known = state?.run?.command;
    if (known === undefined || joinWords(known) === joinWords(recordedCommand(command, cwd))) continue;
    throw new UserError(
      l10n.t(
        'This batch has run something else already: {0}. Leave --batch out, and a new one is made.',
        joinWords(known),
      ),
    );
  }
}
