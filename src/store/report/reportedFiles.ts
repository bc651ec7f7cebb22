/** What runs were made of, as a report holds it: what its page tells of it, and no more. */
import { withoutHomes } from '../../common/homePaths';
import type { RunId } from '../../protocol/entities';
import type { SnapshotManifest } from '../../protocol/snapshotManifest';
import { filesThatRan } from '../comparison/codeFiles';
import type { ReadRunFiles, RunFiles } from '../comparison/runFiles';
import type { Database } from '../database/database';

/** Beside the tables of the store: a report has no run folders. `files` is a {@link RunFiles} as JSON. */
const TABLE = 'CREATE TABLE report_files (run TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID';

/** Writes the files of runs into a report. */
export async function writeFiles(to: Database, runIds: readonly RunId[], read: ReadRunFiles): Promise<void> {
  const files = new Map<RunId, RunFiles>();
  // One after the other: a snapshot may have thousands of files.
  for (const runId of runIds) files.set(runId, await read(runId));
  const manifests = [...files.values()].flatMap(({ snapshot }) => snapshot ?? []);
  // Where nothing tells of one which files ran, all of them count when it is compared.
  const ran = manifests.every(({ marked }) => marked === true) ? filesThatRan(...manifests) : undefined;
  to.exec(TABLE);
  const insert = to.prepare('INSERT INTO report_files (run, files) VALUES (?, ?)');
  for (const [runId, { snapshot, packages }] of files) {
    const shown = {
      snapshot: snapshot && shownManifest(snapshot, ran),
      packages: packages && { ...packages, interpreter: { ...packages.interpreter, path: '' } },
    };
    insert.run(runId, JSON.stringify(shown));
  }
}

/** Reads what {@link writeFiles} wrote. */
export function filesIn(report: Database): ReadRunFiles {
  return async (runId) => {
    const row = report.prepare<{ files: string }>('SELECT files FROM report_files WHERE run = ?').get(runId);
    const { snapshot, packages } = (row === undefined ? {} : JSON.parse(row.files)) as Partial<RunFiles>;
    return { snapshot, packages };
  };
}

function shownManifest(manifest: SnapshotManifest, ran: ReadonlySet<string> | undefined): SnapshotManifest {
  const { git, environment, files, marked } = manifest;
  return {
    version: 1,
    createdAt: 0,
    git: git && { ...git, remote: null },
    environment: {
      ...environment,
      user: null,
      command: [],
      cwd: '',
      interpreter: environment.interpreter && withoutHomes(environment.interpreter),
      variables: Object.fromEntries(
        Object.entries(environment.variables).map(([name, value]) => [name, withoutHomes(value)]),
      ),
    },
    files: files.filter(({ path }) => ran === undefined || ran.has(path)),
    leftOut: [],
    ...(marked === undefined ? {} : { marked }),
  };
}
