import type { Artifact, Model, ModelVersion } from '../protocol/entities';
import type { ArtifactEvent } from '../protocol/trainingEvents';
import type { Database } from './database/database';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from './queries/runRefs';

/** Takes in a file that a run wrote. A model's content not seen before under its path becomes the next version. */
export function recordArtifact(db: Database, run: number, event: ArtifactEvent, at: number): void {
  const version = event.kind === 'model' ? modelVersion(db, event, at) : null;
  db.prepare(
    `INSERT INTO artifacts (run, path, kind, digest, size, model_version, copy, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, path) DO UPDATE SET
       kind = excluded.kind, digest = excluded.digest, size = excluded.size, model_version = excluded.model_version,
       copy = excluded.copy, source = excluded.source`,
  ).run(run, event.path, event.kind, event.digest, event.size, version, event.copy ?? null, event.src ?? null);
}

function modelVersion(db: Database, event: ArtifactEvent, at: number): number {
  db.prepare('INSERT INTO models (name) VALUES (?) ON CONFLICT DO NOTHING').run(event.path);
  const { id } = db.prepare<{ id: number }>('SELECT id FROM models WHERE name = ?').get(event.path)!;
  db.prepare(
    `INSERT INTO model_versions (model, version, digest, size, first_seen_at)
     VALUES (?1, (SELECT coalesce(max(version), 0) + 1 FROM model_versions WHERE model = ?1), ?2, ?3, ?4)
     ON CONFLICT DO NOTHING`,
  ).run(id, event.digest, event.size, at);
  return db
    .prepare<{ id: number }>('SELECT id FROM model_versions WHERE model = ? AND digest = ?')
    .get(id, event.digest)!.id;
}

export function runArtifacts(db: Database, run: number): Artifact[] {
  return db
    .prepare<Artifact>(
      `SELECT a.path, a.kind, a.digest, a.size, v.version, a.copy, a.source FROM artifacts a
       LEFT JOIN model_versions v ON v.id = a.model_version WHERE a.run = ? ORDER BY a.path`,
    )
    .all(run);
}

type VersionRow = RefRow & { model_name: string; version: number; digest: string; size: number };

/** Models that a run wrote which is not in the trash, by name; of each the versions that a run still holds, newest first. */
export function listModels(db: Database): Model[] {
  const rows = db
    .prepare<VersionRow>(
      `SELECT m.name AS model_name, v.version, v.digest, v.size, ${REF_COLUMNS}
       FROM models m JOIN model_versions v ON v.model = m.id JOIN artifacts a ON a.model_version = v.id
       JOIN runs r ON r.id = a.run ${REF_JOINS} WHERE r.trashed_at IS NULL
       ORDER BY m.name, v.version DESC, r.uid DESC`,
    )
    .all();
  const models: Model[] = [];
  for (const row of rows) {
    if (models.at(-1)?.name !== row.model_name) models.push({ name: row.model_name, versions: [] });
    versionOf(models.at(-1)!, row).runs.push(toRunRef(row));
  }
  return models;
}

function versionOf(model: Model, row: VersionRow): ModelVersion {
  const last = model.versions.at(-1);
  if (last?.version === row.version) return last;
  const { version, digest, size } = row;
  const next: ModelVersion = { version, digest, size, runs: [] };
  model.versions.push(next);
  return next;
}
