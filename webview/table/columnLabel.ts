import type { TableStrings } from '../../src/protocol/tablePage';

/** What a column is called in the table. */
export function columnLabel({ kind, key }: { kind: string; key: string }, strings: TableStrings): string {
  if (kind === 'system') return key.replace(/^system\//, '');
  return kind === 'attributes' ? (strings.attributes as Record<string, string>)[key]! : key;
}
