/** Choices about experiments and metrics: durable when they return, and nothing changed when they reject. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { RunId } from '../../protocol/entities';
import type { MetricDirection } from '../../protocol/metricDirection';
import { choiceOf, setChoice, type ChoiceKind } from '../choices';
import type { Database } from '../database/database';
import { findRun } from '../runs';
import { judgeExperiment } from '../series/keySeries';
import type { EditContext } from './runEdits';

/** Rejects with a {@link UserError} when the run is gone. */
export async function setBaseline(context: EditContext, experiment: string, runId: RunId | null): Promise<void> {
  const { storage } = context;
  if (runId !== null && findRun(storage.db, runId) === undefined) {
    throw new UserError(l10n.t('This run does not exist any more.'));
  }
  await choose(context, 'baseline', experiment, runId);
}

/** Judges all runs of the experiment anew. */
export async function setKeyMetric(context: EditContext, experiment: string, key: string | null): Promise<void> {
  await choose(context, 'key_metric', experiment, key, (db) => judgeExperiment(db, experiment));
}

export async function setDirection(
  context: EditContext,
  key: string,
  direction: MetricDirection | null,
): Promise<void> {
  await choose(context, 'direction', key, direction);
}

async function choose(
  { storage, changes }: EditContext,
  kind: ChoiceKind,
  name: string,
  value: string | null,
  apply: (db: Database) => void = () => undefined,
): Promise<void> {
  storage.requireWriter();
  const { db } = storage;
  const before = choiceOf(db, kind, name) ?? null;
  const set = (chosen: string | null) => (): void =>
    db.transaction(() => {
      setChoice(db, kind, name, chosen);
      apply(db);
    });
  await storage.edit(set(value), set(before));
  changes.choices();
}
