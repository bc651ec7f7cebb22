/** Primary result codes, see https://sqlite.org/rescode.html; `node:sqlite` gives them with its errors, sql.js only texts. */
const FAILURES = [
  { kind: 'busy', codes: [5, 6], text: /database (table )?is locked/ },
  { kind: 'readOnly', codes: [8], text: /readonly database/ },
  { kind: 'disk', codes: [10, 14], text: /disk I\/O error|unable to open database/ },
  { kind: 'damaged', codes: [11, 26], text: /malformed|not a database/ },
  { kind: 'full', codes: [13], text: /database or disk is full/ },
] as const;

export type SqliteFailure = (typeof FAILURES)[number]['kind'];

/** What of the world outside made a statement fail; `undefined` when it was the statement itself, or no database error. */
export function sqliteFailure(error: unknown): SqliteFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errcode } = error as { errcode?: number };
  if (errcode !== undefined)
    return FAILURES.find(({ codes }) => (codes as readonly number[]).includes(errcode & 0xff))?.kind;
  return FAILURES.find(({ text }) => text.test(error.message))?.kind;
}
