/** Which runs wrote what a run read, and which read what it wrote, over several files; see `LineageApi`. */
import type { RunId } from '../../protocol/entities';
import type { Lineage, LineageEnd } from '../../protocol/lineageApi';
import type { Database } from '../database/database';
import { findRun } from '../runs';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from './runRefs';

/** Files from the run that is asked about. */
const DEPTH = 3;
/** Links of one run. */
const MOST_LINKS = 8;

/** Of each run: its inputs, and the latest run before it that wrote that content under that path. */
const WRITERS = `SELECT i.run AS origin, d.name AS path, w.id AS far, max(w.uid)
  FROM json_each(?) j CROSS JOIN inputs i ON i.run = j.value JOIN runs o ON o.id = i.run
  JOIN dataset_versions v ON v.id = i.dataset_version JOIN datasets d ON d.id = v.dataset
  JOIN artifacts a ON a.path = d.name AND a.digest = v.digest
  JOIN runs w ON w.id = a.run AND w.uid < o.uid AND w.trashed_at IS NULL GROUP BY i.run, d.name`;

/** Of each run: its files, and the later runs that read that content under that path. */
const READERS = `SELECT a.run AS origin, a.path, r.id AS far
  FROM json_each(?) j CROSS JOIN artifacts a ON a.run = j.value JOIN runs o ON o.id = a.run
  JOIN datasets d ON d.name = a.path JOIN dataset_versions v ON v.dataset = d.id AND v.digest = a.digest
  JOIN inputs i ON i.dataset_version = v.id JOIN runs r ON r.id = i.run AND r.uid > o.uid AND r.trashed_at IS NULL`;

interface LinkRow extends RefRow {
  /** `runs.id` of the run that the link leads from. */
  origin: number;
  path: string;
  /** Links from there, with those that were left out. */
  total: number;
}

export function lineageOf(db: Database, runId: RunId): Lineage {
  const run = findRun(db, runId);
  const none: LineageEnd = { links: [], more: 0 };
  if (run === undefined) return { upstream: none, downstream: none };
  return { upstream: follow(db, run, WRITERS), downstream: follow(db, run, READERS) };
}

/** From run to run, always to earlier ones or always to later ones: there is no circle. */
function follow(db: Database, run: number, found: string): LineageEnd {
  const links = new Map<number, LinkRow[]>();
  let level = [run];
  // One further than is shown, to tell how much that leaves out.
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth += 1) {
    const rows = readLinks(db, level, found);
    for (const row of rows) links.set(row.origin, [...(links.get(row.origin) ?? []), row]);
    level = [...new Set(rows.map((row) => row.run_row))].filter((one) => !links.has(one));
  }
  const endOf = (origin: number, depth: number): LineageEnd => {
    const all = links.get(origin) ?? [];
    const shown = depth < DEPTH ? all : [];
    return {
      links: shown.map((row) => ({ path: row.path, run: toRunRef(row), beyond: endOf(row.run_row, depth + 1) })),
      more: (all[0]?.total ?? 0) - shown.length,
    };
  };
  return endOf(run, 0);
}

function readLinks(db: Database, runs: readonly number[], found: string): LinkRow[] {
  return db
    .prepare<LinkRow>(
      `WITH found AS (${found}), placed AS (
         SELECT origin, path, far, row_number() OVER (PARTITION BY origin ORDER BY path, far DESC) AS nth,
           count(*) OVER (PARTITION BY origin) AS total FROM found
       )
       SELECT p.origin, p.path, p.total, ${REF_COLUMNS} FROM placed p JOIN runs r ON r.id = p.far ${REF_JOINS}
       WHERE p.nth <= ${MOST_LINKS} ORDER BY p.origin, p.nth`,
    )
    .all(JSON.stringify(runs));
}
