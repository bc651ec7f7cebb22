/** What people write about runs: durable when it returns. */
import * as l10n from '@vscode/l10n';
import { MAX_NOTE_LENGTH, MAX_TAG_LENGTH } from '../../common/bundle/runEdits';
import { UserError } from '../../common/errors';
import type { RunId } from '../../protocol/entities';
import { MAX_KEY_LENGTH } from '../../protocol/trainingEvents';
import type { Changes } from '../changes';
import type { Database } from '../database/database';
import type { Ingestor } from '../ingest/ingest';
import type { LiveRuns } from '../ingest/liveRuns';
import { withInnerRuns } from '../queries/innerRuns';
import { editOf, experimentOf, findRun, putTag, setEdit, tagOf, type EditField } from '../runs';
import { judgeAnew } from '../series/keySeries';
import type { Storage } from '../storage/storage';
import type { Upkeep } from '../upkeep';

export interface EditContext {
  workspaceDir: string;
  storage: Storage;
  changes: Changes;
  ingestor: Ingestor;
  liveRuns: LiveRuns;
  upkeep: Pick<Upkeep, 'release'>;
}

/** Gives a run a name of the editor's. Rejects with a {@link UserError}, and changes nothing, when that cannot be. */
export async function renameRun(context: EditContext, runId: RunId, name: string): Promise<void> {
  context.storage.requireWriter();
  const wanted = name.trim();
  if (wanted === '') throw new UserError(l10n.t('A run needs a name.'));
  if (wanted.length > MAX_KEY_LENGTH) {
    throw new UserError(l10n.t('The name is too long: {0} characters at most.', MAX_KEY_LENGTH));
  }
  await edit(context, runId, 'name', wanted);
  context.changes.mentioned(runId);
}

/** Replaces a run's note; an empty one takes it back. Rejects as {@link renameRun} does. */
export async function setNote(context: EditContext, runId: RunId, note: string): Promise<void> {
  context.storage.requireWriter();
  const wanted = note.trim();
  if (wanted.length > MAX_NOTE_LENGTH) {
    throw new UserError(l10n.t('The note is too long: {0} characters at most.', MAX_NOTE_LENGTH));
  }
  await edit(context, runId, 'note', wanted === '' ? undefined : wanted);
  context.changes.run(runId);
}

/**
 * Sets a tag of all these runs or of none; `null` removes it, and what events told of it before stays hidden. Rejects as
 * {@link renameRun} does.
 */
export async function setTags(
  context: EditContext,
  runIds: readonly RunId[],
  key: string,
  value: string | null,
): Promise<void> {
  context.storage.requireWriter();
  const wanted = key.trim();
  if (wanted === '') throw new UserError(l10n.t('A tag needs a name.'));
  if (wanted.length > MAX_KEY_LENGTH) {
    throw new UserError(l10n.t('The name is too long: {0} characters at most.', MAX_KEY_LENGTH));
  }
  if ((value?.length ?? 0) > MAX_TAG_LENGTH) {
    throw new UserError(l10n.t('The tag is too long: {0} characters at most.', MAX_TAG_LENGTH));
  }
  const { storage, changes } = context;
  const { db } = storage;
  const field: EditField = `tag:${wanted}`;
  const before = runIds.map((runId) => {
    const run = requireRun(db, runId);
    return { runId, run, shown: tagOf(db, run, wanted), edit: editOf(db, runId, field) };
  });
  const set = (): void => {
    for (const runId of runIds) setEdit(db, runId, field, value === null ? '-' : `=${value}`);
  };
  const undo = (): void => {
    for (const { runId, run, shown, edit } of before) {
      setEdit(db, runId, field, edit);
      if (edit === undefined) putTag(db, run, wanted, shown);
    }
  };
  await storage.edit(set, () => db.transaction(undo));
  for (const runId of runIds) changes.run(runId);
}

/** Moves runs with those inside them, and tells where each was. Rejects as {@link renameRun} does. */
export async function moveToExperiment(
  context: EditContext,
  runIds: readonly RunId[],
  experiment: string,
): Promise<{ runId: RunId; experiment: string }[]> {
  const { storage, changes } = context;
  storage.requireWriter();
  const wanted = experiment.trim();
  if (wanted === '') throw new UserError(l10n.t('An experiment needs a name.'));
  if (wanted.length > MAX_KEY_LENGTH) {
    throw new UserError(l10n.t('The name is too long: {0} characters at most.', MAX_KEY_LENGTH));
  }
  const { db } = storage;
  for (const runId of runIds) requireRun(db, runId);
  const moved = withInnerRuns(db, runIds).map((runId) => ({ runId, experiment: experimentOf(db, runId) }));
  const move = (targets: typeof moved) => (): void =>
    db.transaction(() => {
      for (const target of targets) {
        setEdit(db, target.runId, 'experiment', target.experiment);
        judgeAnew(db, requireRun(db, target.runId));
      }
    });
  await storage.edit(move(moved.map(({ runId }) => ({ runId, experiment: wanted }))), move(moved));
  for (const { runId } of moved) changes.mentioned(runId);
  return moved;
}

function requireRun(db: Database, runId: RunId): number {
  const run = findRun(db, runId);
  if (run === undefined) throw new UserError(l10n.t('This run does not exist any more.'));
  return run;
}

async function edit({ storage }: EditContext, runId: RunId, field: EditField, value: string | undefined) {
  requireRun(storage.db, runId);
  const before = editOf(storage.db, runId, field);
  await storage.edit(
    () => setEdit(storage.db, runId, field, value),
    () => setEdit(storage.db, runId, field, before),
  );
}
