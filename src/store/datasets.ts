import type { Dataset, DatasetInput, DatasetVersion } from '../protocol/entities';
import type { DatasetEvent } from '../protocol/trainingEvents';
import type { Database } from './database/database';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from './queries/runRefs';

/** Links a run to the version of a dataset that it read; a content not seen before becomes the next version. */
export function recordInput(db: Database, run: number, event: DatasetEvent, at: number): void {
  db.prepare('INSERT INTO datasets (name) VALUES (?) ON CONFLICT DO NOTHING').run(event.path);
  const { id } = db.prepare<{ id: number }>('SELECT id FROM datasets WHERE name = ?').get(event.path)!;
  db.prepare(
    `INSERT INTO dataset_versions (dataset, version, digest, size, first_seen_at)
     VALUES (?1, (SELECT coalesce(max(version), 0) + 1 FROM dataset_versions WHERE dataset = ?1), ?2, ?3, ?4)
     ON CONFLICT DO NOTHING`,
  ).run(id, event.digest, event.size, at);
  db.prepare(
    `INSERT INTO inputs (run, dataset_version, uncertain)
     VALUES (?, (SELECT id FROM dataset_versions WHERE dataset = ? AND digest = ?), ?)
     ON CONFLICT (run, dataset_version) DO UPDATE SET uncertain = excluded.uncertain`,
  ).run(run, id, event.digest, event.uncertain === true ? 1 : 0);
}

interface InputRow {
  dataset: number;
  name: string;
  version: number;
  digest: string;
  size: number;
  uncertain: number;
}

export function runInputs(db: Database, run: number): DatasetInput[] {
  return db
    .prepare<InputRow>(
      `SELECT d.id AS dataset, d.name, v.version, v.digest, v.size, i.uncertain FROM inputs i
       JOIN dataset_versions v ON v.id = i.dataset_version JOIN datasets d ON d.id = v.dataset
       WHERE i.run = ? ORDER BY d.name, v.version`,
    )
    .all(run)
    .map(({ dataset, name, version, digest, size, uncertain }) => {
      return { datasetId: dataset, path: name, version, digest, size, uncertain: uncertain === 1 };
    });
}

type VersionRow = RefRow & {
  dataset: number;
  dataset_name: string;
  version: number;
  digest: string;
  size: number;
  first_seen_at: number;
};

/** Datasets that a run read which is not in the trash, by name; of each the versions that a run read, newest first. */
export function listDatasets(db: Database): Dataset[] {
  const rows = db
    .prepare<VersionRow>(
      `SELECT d.id AS dataset, d.name AS dataset_name, v.version, v.digest, v.size, v.first_seen_at, ${REF_COLUMNS}
       FROM datasets d JOIN dataset_versions v ON v.dataset = d.id JOIN inputs i ON i.dataset_version = v.id
       JOIN runs r ON r.id = i.run ${REF_JOINS} WHERE r.trashed_at IS NULL
       ORDER BY d.name, v.version DESC, r.uid DESC`,
    )
    .all();
  const datasets: Dataset[] = [];
  const counted = new Set<number>();
  for (const row of rows) {
    if (datasets.at(-1)?.id !== row.dataset) {
      datasets.push({ id: row.dataset, name: row.dataset_name, versions: [], runCount: 0 });
      counted.clear();
    }
    const dataset = datasets.at(-1)!;
    versionOf(dataset, row).runs.push(toRunRef(row));
    dataset.runCount = counted.add(row.run_row).size;
  }
  return datasets;
}

function versionOf(dataset: Dataset, row: VersionRow): DatasetVersion {
  const last = dataset.versions.at(-1);
  if (last?.version === row.version) return last;
  const { version, digest, size, first_seen_at: firstSeenAt } = row;
  const next: DatasetVersion = { version, digest, size, firstSeenAt, runs: [] };
  dataset.versions.push(next);
  return next;
}
