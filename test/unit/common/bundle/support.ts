/** Bundles as Trialbook, or somebody who means harm, would make them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { ZipFile, type Options } from 'yazl';
import { importBundle, type ImportOptions } from '../../../../src/common/bundle/importBundle';
import { formatEvent } from '../../../../src/common/eventWriter';
import { runDir } from '../../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../../src/protocol/trainingEvents';

export interface ZipEntry {
  name: string;
  content: string | Buffer;
  options?: Partial<Options>;
}

/** A zip file of these entries, in their order. */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content, options } of entries) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name, options);
    else zip.addBuffer(Buffer.from(content), name, options);
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Replaces a text wherever it is: yazl itself writes no name that leads elsewhere. */
export function patched(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('Offsets would be wrong');
  const text = zip.toString('latin1');
  if (!text.includes(from)) throw new Error(`No ${from}`);
  return Buffer.from(text.replaceAll(from, to), 'latin1');
}

/** `bundle.json` for these runs. */
export function manifest(runs: readonly object[], fields: object = {}): ZipEntry {
  const head = { format: 'trialbook', version: 1, product: '0.1.0', createdAt: 1 };
  return { name: 'bundle.json', content: JSON.stringify({ ...head, runs, ...fields }) };
}

/** Lines of a run that ended, or of one that trains. */
export function runLines(runId: string, name: string, inner: readonly NewEvent[] = [], ended = true): string {
  const events: NewEvent[] = [
    { e: 'hello', v: 1, role: 'recorder', pid: 1, host: 'elsewhere', argv: [] },
    { e: 'run', id: runId, name, experiment: 'penguins', command: ['python', 'train.py'], cwd: '.' },
    { e: 'st', status: 'running' },
    ...inner,
    ...(ended ? ([{ e: 'st', status: 'finished', code: 0 }] as const) : []),
  ];
  return events.map((event, q) => formatEvent(event, q, 1_750_000_000_000_000 + q)).join('');
}

export function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function objectEntry(content: string, digest = digestOf(content)): ZipEntry {
  return { name: `objects/${digest.slice(0, 2)}/${digest.slice(2)}`, content: deflateSync(content) };
}

/** Changes the record of an entry in the directory at the end of a zip. */
export function central(zip: Buffer, name: string, patch: (record: Buffer) => void): Buffer {
  const copy = Buffer.from(zip);
  const at = copy.lastIndexOf(name) - 46;
  assert.equal(copy.readUInt32LE(at), 0x02014b50);
  patch(copy.subarray(at));
  return copy;
}

/** A workspace inside a folder of its own, so that it can be seen that nothing beside it changed. */
export class Place {
  readonly outer = realpathSync(mkdtempSync(path.join(tmpdir(), 'trialbook-bundle-')));
  readonly workspace = path.join(this.outer, 'workspace');

  constructor() {
    mkdirSync(this.workspace);
    writeFileSync(path.join(this.outer, 'precious'), 'precious');
  }

  /** Writes files below the folder of a run. */
  writeRun(runId: string, files: Record<string, string | Buffer>): void {
    for (const [name, content] of Object.entries(files))
      this.write(path.join(runDir(this.workspace, runId), name), content);
  }

  write(file: string, content: string | Buffer): string {
    const absolute = path.resolve(this.outer, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    return absolute;
  }

  /** Everything in and beside the workspace: folders, links, and contents by their digest. */
  tree(below = this.outer): Record<string, string> {
    const names = readdirSync(below, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(names.map((name) => [name, describe(path.join(below, name))]));
  }

  dispose(): void {
    rmSync(this.outer, { recursive: true, force: true, maxRetries: 3 });
  }
}

function describe(file: string): string {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  return stat.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'folder';
}

/** Imports a zip, which must be refused with a reason, and looks that nothing in or beside the workspace changed. */
export async function assertRefused(
  place: Place,
  zip: Buffer,
  why: RegExp,
  options: Partial<ImportOptions> = {},
): Promise<void> {
  const file = place.write('hostile.trialbook.zip', zip);
  const before = place.tree();
  await assert.rejects(importBundle({ workspaceDir: place.workspace, file, ...options }), (error: Error) => {
    assert.equal(error.name, 'UserError', error.stack);
    assert.match(error.message, why);
    assert.match(error.message, /^Nothing was imported: /);
    return true;
  });
  assert.deepEqual(place.tree(), before);
}
