/** `npm run bench -- NAME [--json]`: runs one benchmark and prints its figures; `README.md` says what they mean. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { exitOnSignals } from '../test/host/processes';
import { formatTable } from '../scripts/runTable';
import type { Benchmark } from './benchmark';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
  const [name] = positionals;
  const file = path.join(import.meta.dirname, `${name ?? ''}.bench.ts`);
  if (name === undefined || !existsSync(file)) {
    throw new Error('Name a benchmark: bench/README.md lists them. Such as: npm run bench -- activate');
  }
  const { benchmark } = (await import(pathToFileURL(file).href)) as { benchmark: Benchmark };
  const figures = await benchmark((text) => console.error(text));
  const entries = Object.entries(figures);
  if (values.json) console.log(JSON.stringify({ name, figures }));
  else
    console.log(
      formatTable(
        ['figure', 'value'],
        entries.map(([key, value]) => [key, String(value)]),
      ),
    );
}

exitOnSignals();
await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
process.exit();
