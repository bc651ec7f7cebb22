/** What of a file can be shown, told by the ending of its name. */
export type PreviewKind =
  { kind: 'image' | 'audio'; type: string } | { kind: 'text' | 'json' } | { kind: 'table'; separator: string };

const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
};
const SOUNDS: Record<string, string> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
};
const TEXTS = new Set([
  'txt',
  'log',
  'md',
  'yaml',
  'yml',
  'toml',
  'ini',
  'cfg',
  'py',
  'html',
  'xml',
  'jsonl',
  'ndjson',
]);

export function kindOf(path: string): PreviewKind | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const [image, sound] = [IMAGES[ending], SOUNDS[ending]];
  if (image !== undefined) return { kind: 'image', type: image };
  if (sound !== undefined) return { kind: 'audio', type: sound };
  if (ending === 'json') return { kind: 'json' };
  if (ending === 'csv' || ending === 'tsv') return { kind: 'table', separator: ending === 'csv' ? ',' : '\t' };
  return TEXTS.has(ending) ? { kind: 'text' } : undefined;
}

/** Bytes that are read of a file at most: a picture is shown whole or not at all, of a text the beginning. */
export function limitOf({ kind }: PreviewKind): number {
  return kind === 'image' || kind === 'audio' ? 32 * 1024 * 1024 : 256 * 1024;
}

/** The cells of a text, row by row; quotes are understood as RFC 4180 has them. */
export function readCells(text: string, separator: string, mostRows: number): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    rows.at(-1)!.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[(at += 1)] as string;
      else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) endCell();
    else if (character === '\n') {
      endCell();
      if (rows.length === mostRows) return rows;
      rows.push([]);
    } else if (character !== '\r') cell += character;
  }
  if (cell !== '' || rows.at(-1)!.length > 0) endCell();
  return rows.filter((row) => row.length > 0);
}

const NUMBER = /^\s*[-+]?(\d+\.?\d*(e[-+]?\d+)?|\.\d+(e[-+]?\d+)?|nan|inf(inity)?)\s*$/i;

/** Whether a column of cells has numbers, and nothing else. */
export function isNumberColumn(rows: readonly (readonly string[])[], column: number): boolean {
  const filled = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  return filled.length > 0 && filled.every((cell) => NUMBER.test(cell));
}
