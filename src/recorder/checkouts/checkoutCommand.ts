/** `trialbook checkout`: the code and data of a run in a folder of their own, for a run that is started on it. */
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { CheckoutResult } from '../../protocol/reproduction';
import { readRunFacts, type RunFacts } from '../differences/runFacts';
import { findRun } from '../runFinder';
import { makeCheckout, removeCheckout } from './checkout';
import { findNeededData, type NeededData } from './neededData';
import { findOtherData, type LinkedFile, type OtherData, placeData } from './placeData';
import { replayedCommand, type ReplayedCommand } from './replayedCommand';
import { describeWriteError } from './writeFiles';

export interface CheckoutRequest {
  workspace: string;
  run: string;
  allowOtherData: boolean;
}

export interface PreparedCheckout {
  root: string;
  replayed: ReplayedCommand;
  data: NeededData;
  otherData: OtherData[];
  linked: LinkedFile[];
}

/** Makes a checkout that stays until somebody removes it. Throws a {@link UserError}. */
export async function checkOut(request: CheckoutRequest): Promise<CheckoutResult> {
  const { workspace } = request;
  const facts = await readRunFacts(workspace, await findRun(workspace, request.run));
  const runId = ulid();
  const { root, replayed, otherData } = await prepareCheckout(workspace, runId, facts, {
    keep: true,
    allowOtherData: request.allowOtherData,
  });
  const { command, cwd, notes } = replayed;
  return { of: facts.id, runId, root, cwd, command, otherData: otherData.map((one) => one.path), notes };
}

/**
 * Makes the folder in which the run `id` does another one again. Throws a {@link UserError} when the code is not all there,
 * or when data is not as it was and that is not allowed: before anything is written.
 */
export async function prepareCheckout(
  workspace: string,
  id: string,
  facts: RunFacts,
  options: { keep: boolean; allowOtherData: boolean },
): Promise<PreparedCheckout> {
  const data = await findNeededData(workspace, facts);
  const otherData = await findOtherData(workspace, data);
  if (otherData.length > 0 && !options.allowOtherData) throw new UserError(describeOtherData(otherData));
  const root = await makeCheckout(workspace, id, { of: facts.id, files: facts.snapshot.files }, options.keep);
  try {
    const linked = await placeData(workspace, data, root);
    // Paths of the command are looked for in the folder: it must be there.
    return { root, replayed: replayedCommand(facts, root, process.env), data, otherData, linked };
  } catch (error) {
    await removeCheckout(workspace, id);
    throw error instanceof UserError ? error : new UserError(describeWriteError(error, root));
  }
}

function describeOtherData(other: readonly OtherData[]): string {
  const names = other.slice(0, 5).map((one) => (one.now === null ? l10n.t('{0} (gone)', one.path) : one.path));
  return l10n.t(
    'Data is not what the run read, and no copy of that was kept: {0}. Restore it, or take what is there now with --allow-other-data.',
    names.join(', '),
  );
}
