/** Which series a run is judged by: the metric chosen for its experiment where it has that, or what names tell. */
import { pickKeyMetric } from '../../common/keyMetric';
import type { Database } from '../database/database';

interface KeyRow {
  id: number;
  key: string;
}

/** Keeps a run's key metric up to date when it got series, so that a list of runs need not look at all their keys. */
export function judgeByNew(db: Database, run: number, created: ReadonlyMap<string, number>): void {
  const present = db
    .prepare<{ key: string }>(
      `SELECT metric_keys.key FROM runs JOIN series ON series.id = runs.key_series
       JOIN metric_keys ON metric_keys.id = series.key WHERE runs.id = ?`,
    )
    .get(run)?.key;
  const best = bestOf(present === undefined ? [...created.keys()] : [present, ...created.keys()], chosenFor(db, run));
  db.prepare('UPDATE runs SET metric_count = metric_count + ?, key_series = coalesce(?, key_series) WHERE id = ?').run(
    created.size,
    (best === undefined ? undefined : created.get(best)) ?? null,
    run,
  );
}

/** Judges a run by all its series: what was chosen for its experiment changed, or its experiment. */
export function judgeAnew(db: Database, run: number): void {
  const chosen = chosenFor(db, run);
  const series = (chosen === undefined ? undefined : seriesCalled(db, run, chosen)) ?? pickSeries(db, run);
  db.prepare('UPDATE runs SET key_series = ? WHERE id = ?').run(series ?? null, run);
}

/** {@link judgeAnew} for all runs of an experiment. Belongs into a transaction. */
export function judgeExperiment(db: Database, experiment: string): void {
  const runs = db
    .prepare<{ id: number }>('SELECT id FROM runs WHERE experiment = (SELECT id FROM experiments WHERE name = ?)')
    .all(experiment);
  for (const { id } of runs) judgeAnew(db, id);
}

function bestOf(keys: readonly string[], chosen: string | undefined): string | undefined {
  return chosen !== undefined && keys.includes(chosen) ? chosen : pickKeyMetric(keys);
}

function chosenFor(db: Database, run: number): string | undefined {
  const row = db
    .prepare<{ value: string | null }>(
      `SELECT c.value FROM runs r JOIN experiments x ON x.id = r.experiment
       JOIN choices c ON c.kind = 'key_metric' AND c.name = x.name WHERE r.id = ?`,
    )
    .get(run);
  return row?.value ?? undefined;
}

function seriesCalled(db: Database, run: number, key: string): number | undefined {
  return db
    .prepare<{ id: number }>(
      'SELECT s.id FROM metric_keys k JOIN series s ON s.key = k.id AND s.run = ? WHERE k.key = ?',
    )
    .get(run, key)?.id;
}

function pickSeries(db: Database, run: number): number | undefined {
  const rows = db
    .prepare<KeyRow>('SELECT s.id, k.key FROM series s JOIN metric_keys k ON k.id = s.key WHERE s.run = ?')
    .all(run);
  const best = pickKeyMetric(rows.map(({ key }) => key));
  return rows.find(({ key }) => key === best)?.id;
}
