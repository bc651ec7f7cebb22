/** What people write about runs: durable when it returns. */
import * as l10n from '@vscode/l10n';
import { MAX_NOTE_LENGTH } from '../../common/bundle/runEdits';
import { UserError } from '../../common/errors';
import type { RunId } from '../../protocol/entities';
import { MAX_KEY_LENGTH } from '../../protocol/trainingEvents';
import type { Changes } from '../changes';
import type { Ingestor } from '../ingest/ingest';
import type { LiveRuns } from '../ingest/liveRuns';
import { findRun, editOf, setEdit, type EditField } from '../runs';
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

async function edit({ storage }: EditContext, runId: RunId, field: EditField, value: string | undefined) {
  if (findRun(storage.db, runId) === undefined) throw new UserError(l10n.t('This run does not exist any more.'));
  const before = editOf(storage.db, runId, field);
  await storage.edit(
    () => setEdit(storage.db, runId, field, value),
    () => setEdit(storage.db, runId, field, before),
  );
}
