/** What runs were made of besides their params, side by side: command, code, data, packages, machine. */
import type { RunId } from '../../protocol/entities';
import type { Surroundings, SurroundingsKind, SurroundingsSection } from '../../protocol/insightsApi';
import type { PackageList, SnapshotManifest } from '../../protocol/snapshotManifest';
import { filesThatRan, gitParts } from '../comparison/codeFiles';
import { commandParts, machineParts } from '../comparison/environmentChanges';
import type { ReadRunFiles, RunFiles } from '../comparison/runFiles';
import type { Database } from '../database/database';
import { runInputs } from '../datasets';
import { findRun } from '../runs';

const MOST_ROWS = 500;
/** Characters of a digest that are shown. */
const SHORT_DIGEST = 8;

type Values = ReadonlyMap<string, string>;

/** Runs that do not exist are empty. */
export async function surroundingsOf(
  db: Database,
  readFiles: ReadRunFiles,
  runIds: readonly RunId[],
  onlyDifferences: boolean,
): Promise<Surroundings> {
  const rows = runIds.map((runId) => findRun(db, runId));
  const files: RunFiles[] = [];
  // One after the other: a snapshot may have thousands of files.
  for (const runId of runIds) files.push(await readFiles(runId));
  const manifests = files.map(({ snapshot }) => snapshot);
  const ran = filesThatRan(...manifests.filter((manifest) => manifest !== undefined));
  const columns: Record<SurroundingsKind, Values[]> = {
    command: rows.map((row) => (row === undefined ? new Map() : commandOf(db, row))),
    code: manifests.map((manifest) => codeOf(manifest, ran)),
    data: rows.map((row) => (row === undefined ? new Map() : dataOf(db, row))),
    packages: files.map(({ packages }) => packagesOf(packages)),
    machine: manifests.map((manifest) => (manifest === undefined ? new Map() : machineParts(manifest.environment))),
    variables: manifests.map((manifest) => new Map(Object.entries(manifest?.environment.variables ?? {}))),
  };
  const kinds = Object.keys(columns) as SurroundingsKind[];
  return { sections: kinds.map((kind) => sectionOf(kind, columns[kind], onlyDifferences)) };
}

/** Rows in the order in which runs name them first. */
function sectionOf(kind: SurroundingsKind, columns: readonly Values[], onlyDifferences: boolean): SurroundingsSection {
  const keys = new Set(columns.flatMap((column) => [...column.keys()]));
  const rows = [...keys].flatMap((key) => {
    const values = columns.map((column) => column.get(key) ?? null);
    const differs = values.some((value) => value !== values[0]);
    return differs || !onlyDifferences ? [{ key, values, differs }] : [];
  });
  return { kind, rows: rows.slice(0, MOST_ROWS), total: rows.length };
}

function commandOf(db: Database, row: number): Values {
  const run = db.prepare<{ command: string; cwd: string }>('SELECT command, cwd FROM runs WHERE id = ?').get(row)!;
  return commandParts({ command: JSON.parse(run.command) as string[], cwd: run.cwd });
}

/** Where the repository stood, and the files that ran: all where nothing tells which did. */
function codeOf(manifest: SnapshotManifest | undefined, ran: ReadonlySet<string> | undefined): Values {
  if (manifest === undefined) return new Map();
  const files = manifest.files.filter((file) => ran === undefined || ran.has(file.path));
  return new Map([
    ...(manifest.git === null ? [] : gitParts(manifest.git)),
    ...files.map((file) => [file.path, file.object.slice(0, SHORT_DIGEST)] as const),
  ]);
}

/** By path; of several versions all. */
function dataOf(db: Database, row: number): Values {
  const found = new Map<string, string>();
  for (const { path, version, digest } of runInputs(db, row)) {
    const text = `v${version} · ${digest.slice(0, SHORT_DIGEST)}`;
    found.set(path, [...(found.has(path) ? [found.get(path)!] : []), text].join(', '));
  }
  return found;
}

function packagesOf(list: PackageList | undefined): Values {
  if (list === undefined) return new Map();
  return new Map([
    ['Python', list.interpreter.version],
    ...list.packages.map(({ name, version }) => [name, version] as const),
  ]);
}
