import { databasePath } from '../../src/common/workspaceFolder';
import { queryDatabase } from '../host/sqlite';

/** What makes a run that was started from another one. */
export interface Rerun {
  id: string;
  basedOn: string | null;
  purpose: string | null;
  batch: string | null;
  command: string[];
  params: Record<string, unknown>;
}

/** What the database has of all runs, oldest first. */
export async function readRerun(folder: string): Promise<Rerun[]> {
  const [runs, params] = await queryDatabase(databasePath(folder), [
    'SELECT id, uid, based_on, purpose, batch, command FROM runs ORDER BY uid',
    'SELECT run, key, value FROM params ORDER BY key',
  ]);
  return runs!.map((run) => ({
    id: String(run['uid']),
    basedOn: run['based_on'] as string | null,
    purpose: run['purpose'] as string | null,
    batch: run['batch'] as string | null,
    command: (JSON.parse(String(run['command'])) as string[]).slice(1),
    params: Object.fromEntries(
      params!
        .filter(({ run: of, key }) => of === run['id'] && !String(key).startsWith('seed.'))
        .map(({ key, value }) => [String(key), value]),
    ),
  }));
}
