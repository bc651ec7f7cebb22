import { readFileSync } from 'node:fs';

/**
 * The quoted ids of a type in a source file, such as the keys of `interface CommandArguments`. A type leaves nothing
 * behind at run time, so the file is read.
 */
export function declaredIds(file: string, declaration: string): string[] {
  const source = readFileSync(file, 'utf8');
  const start = source.indexOf(`export ${declaration} `);
  const end = declaration.startsWith('interface') ? source.indexOf('\n}', start) : source.indexOf(';', start);
  const ids = [...source.slice(start, end).matchAll(/'(trialbook\.[\w.]+)'/g)].map(([, id]) => id ?? '');
  if (start === -1 || ids.length === 0) throw new Error(`${file} declares no ${declaration}`);
  return ids;
}
