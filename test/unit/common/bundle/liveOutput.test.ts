import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { exportBundle } from '../../../../src/common/bundle/exportBundle';
import { mergedSegment, OUTPUT_LOG, outputSegment, runDir } from '../../../../src/common/workspaceFolder';

const ID = '01J00000000000000000000000';

describe('the export of a run that prints on', () => {
  it('takes the parts of its output that were there, though they are removed meanwhile', async () => {
    const workspace = mkdtempSync(path.join(tmpdir(), 'trialbook-export-'));
    try {
      const folder = runDir(workspace, ID);
      mkdirSync(folder, { recursive: true });
      const parts = { [OUTPUT_LOG]: 'head', [outputSegment(4)]: 'oldest', [mergedSegment(10)]: 'newest' };
      const write = (name: string, content: string): void => writeFileSync(path.join(folder, name), content);
      // Read before the others: its name sorts first.
      write('events-1-2.jsonl', '{"e":"bye"}\n');
      for (const [name, content] of Object.entries(parts)) write(name, content);
      const file = path.join(workspace, 'runs.trialbook.zip');
      const onProgress = (): void => {
        for (const name of [outputSegment(4), mergedSegment(10)]) rmSync(path.join(folder, name), { force: true });
        write(OUTPUT_LOG, 'headoldestnewest');
      };
      await exportBundle({
        workspaceDir: workspace,
        runs: [{ id: ID, name: 'calm-owl', edits: [] }],
        file,
        onProgress,
      });
      const exported: Record<string, string> = {};
      const zip = await fromBufferPromise(await readFile(file));
      for await (const entry of zip.eachEntry()) {
        const name = path.posix.basename(entry.fileName);
        if (name.startsWith('output.')) exported[name] = await text(await zip.openReadStreamPromise(entry));
      }
      assert.deepEqual(exported, parts);
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  });
});
