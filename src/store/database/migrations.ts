import type { Database } from './database';
import { SCHEMA_V1 } from './schema';
import { SCHEMA_V2 } from './schemaV2';
import { SCHEMA_V3 } from './schemaV3';
import { SCHEMA_V4 } from './schemaV4';
import type { FileHeader } from '../storage/storageFiles';

export interface Migration {
  /** Counted from 1 without gaps; a shipped one is never changed. */
  version: number;
  sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: SCHEMA_V1 },
  { version: 2, sql: SCHEMA_V2 },
  { version: 3, sql: SCHEMA_V3 },
  { version: 4, sql: SCHEMA_V4 },
];

/** Marks the file as Trialbook's (`TBK1`), see https://sqlite.org/pragma.html#pragma_application_id. */
const APPLICATION_ID = 0x54424b31;

export type FileState =
  | { kind: 'empty' }
  | { kind: 'ours'; version: number }
  /** Written by a later version of the extension. */
  | { kind: 'newer'; version: number }
  /** Broken, or no database of Trialbook's. */
  | { kind: 'damaged'; reason: string };

/** Whether a header is that of a file that a later version of the extension wrote. */
export function isNewer({ applicationId, userVersion }: FileHeader): boolean {
  return applicationId === APPLICATION_ID && userVersion > MIGRATIONS.length;
}

/** Looks at an opened file and changes nothing; `thoroughly` reads all of it. */
export function inspect(db: Database, thoroughly = true, migrations: readonly Migration[] = MIGRATIONS): FileState {
  try {
    const version = pragma(db, 'user_version');
    const tables = db.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
    if (tables === 0 && version === 0) return { kind: 'empty' };
    if (pragma(db, 'application_id') !== APPLICATION_ID) return { kind: 'damaged', reason: 'not a Trialbook database' };
    if (version > migrations.length) return { kind: 'newer', version };
    if (!thoroughly) return { kind: 'ours', version };
    // To its end: a check that stops at its first row may keep the file locked.
    const [row] = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').all();
    const check = row?.quick_check;
    return check === 'ok' ? { kind: 'ours', version } : { kind: 'damaged', reason: check ?? 'unreadable' };
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Brings a database to the newest version, each step in a transaction of its own. Tells whether anything changed. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): boolean {
  const from = pragma(db, 'user_version');
  // Has to come before the first table; it lets deleted runs give their space back without copying the file.
  if (from === 0) db.exec(`PRAGMA auto_vacuum=INCREMENTAL; PRAGMA application_id=${APPLICATION_ID};`);
  for (const { version, sql } of migrations.slice(from)) {
    db.transaction(() => {
      // Another window may have been faster, now that it is our turn.
      if (pragma(db, 'user_version') >= version) return;
      db.exec(sql);
      db.exec(`PRAGMA user_version=${version}`);
    });
  }
  return from < migrations.length;
}

function pragma(db: Database, name: 'user_version' | 'application_id'): number {
  return db.prepare<Record<string, number>>(`PRAGMA ${name}`).get()?.[name] ?? 0;
}
