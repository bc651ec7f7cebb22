/** Writes runs into one file that any workspace takes in again. docs/storage.md describes the format. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { type FileHandle, lstat, open, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import { ZipFile } from 'yazl';
import { version } from '../../../package.json';
import type { ExportReport } from '../../protocol/bundlesApi';
import { renameOver, syncFolder } from '../atomicFile';
import { UserError } from '../errors';
import { objectPath, parseOutputSegment, runDir } from '../workspaceFolder';
import { EntryNames, objectEntry, runEntry } from './entryNames';
import { fileProblem, isAbort } from './fileTexts';
import { formatManifest, MANIFEST_ENTRY, type BundledRun } from './manifest';
import { listRunFiles, snapshotObjects } from './runContents';

export interface JobOptions {
  /** Stops the job, which then rejects with an `AbortError` and leaves nothing behind. */
  signal?: AbortSignal;
  /** Bytes done, of so many. */
  onProgress?: (done: number, total: number) => void;
}

export interface ExportOptions extends JobOptions {
  workspaceDir: string;
  runs: readonly BundledRun[];
  /** The bundle to write. What is there is replaced, once the new one is whole. */
  file: string;
}

/** An entry to write. */
interface Source {
  entry: string;
  file: string;
  /** Of a file that may be gone before it is its turn: what is open can be read all the same. */
  handle?: FileHandle;
  size: number;
  mtime: number;
  /** As zlib's: 0 for what is compressed already. */
  compressionLevel: number;
}

interface Plan {
  runs: BundledRun[];
  sources: Source[];
  leftOut: string[];
}

/**
 * Writes a bundle beside its place, syncs it and renames it there, so that it is whole or not there. Files are taken as
 * long as they are when the export starts, so that live runs may be among them. Rejects with a {@link UserError} when
 * files cannot be read or written.
 */
export async function exportBundle(options: ExportOptions): Promise<ExportReport> {
  const { file, signal } = options;
  const partial = `${file}.partial-${randomUUID()}`;
  const plan: Plan = { runs: [], sources: [], leftOut: [] };
  try {
    await fillPlan(plan, options);
    signal?.throwIfAborted();
    await writeZip(partial, plan, options);
    await renameOver(partial, file);
    await syncFolder(path.dirname(file));
    return { runs: plan.runs.length, bytes: (await stat(file)).size, leftOut: plan.leftOut };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (isAbort(error)) throw error;
    throw new UserError(l10n.t('Nothing was exported: {0}', fileProblem(error, file)));
  } finally {
    for (const { handle } of plan.sources) await handle?.close();
  }
}

async function fillPlan(plan: Plan, { workspaceDir, runs }: ExportOptions): Promise<void> {
  const names = new EntryNames(process.platform);
  const objects = new Set<string>();
  for (const run of runs) {
    const folder = runDir(workspaceDir, run.id);
    if (!existsSync(folder)) throw new UserError(l10n.t('The folder of {0} is gone.', run.name));
    const { files, leftOut } = await listRunFiles(folder);
    plan.leftOut.push(...leftOut.map((relative) => runEntry(run.id, relative)));
    const kept: Source[] = [];
    for (const { path: relative, ...rest } of files) {
      const entry = runEntry(run.id, relative);
      const source = { entry, file: path.join(folder, relative), compressionLevel: levelOf(relative), ...rest };
      if (names.add(entry) === undefined) plan.leftOut.push(entry);
      else kept.push(...(parseOutputSegment(relative) === undefined ? [source] : await hold(source)));
    }
    // A run without a file is no run yet.
    if (kept.length === 0) continue;
    plan.sources.push(...kept);
    plan.runs.push(run);
    for (const digest of await snapshotObjects(folder)) objects.add(digest);
  }
  if (plan.runs.length === 0) throw new UserError(l10n.t('There is no run to export.'));
  for (const digest of objects) plan.sources.push(...(await objectSource(workspaceDir, digest)));
}

/** A live run removes the oldest part of its output to make room, and any when it ends; nothing when that has happened. */
async function hold(source: Source): Promise<Source[]> {
  const handle = await open(source.file, 'r').catch(() => undefined);
  return handle === undefined ? [] : [{ ...source, handle }];
}

/** Text shrinks to a fraction; of weights and images little is gained, so little time is spent on them. */
function levelOf(name: string): number {
  return /\.(jsonl|json|log)$/.test(name) ? 6 : 1;
}

/** Nothing when the object is not there (yet): the snapshot of a live run names none before all are. */
async function objectSource(workspaceDir: string, digest: string): Promise<Source[]> {
  const file = objectPath(workspaceDir, digest);
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() !== true) return [];
  return [{ entry: objectEntry(digest), file, size: found.size, mtime: found.mtimeMs, compressionLevel: 0 }];
}

async function writeZip(partial: string, plan: Plan, { signal, onProgress }: ExportOptions): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const total = plan.sources.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const count = (data: Buffer): void => onProgress?.((done += data.length), total);
  // What cannot be read ends the writing as well, and what cannot be written ends the reading.
  zip.on('error', (error: Error) => output.destroy(error));
  let reading: Readable | undefined;
  output.once('close', () => reading?.destroy());
  zip.addBuffer(Buffer.from(formatManifest(plan.runs, version)), MANIFEST_ENTRY);
  for (const { entry, file, handle, size, mtime, compressionLevel } of plan.sources) {
    const options = { size, compressionLevel, mode: 0o100644, mtime: new Date(Math.max(0, mtime)) };
    zip.addReadStreamLazy(entry, options, (give) => {
      reading = size === 0 ? Readable.from([]) : readStart(handle ?? file, size);
      reading.on('error', (error) => output.destroy(error)).on('data', count);
      give(null, reading);
    });
  }
  zip.end();
  await pipeline(
    output,
    createWriteStream(partial, { flags: 'wx', flush: true }),
    signal === undefined ? {} : { signal },
  );
}

function readStart(file: string | FileHandle, size: number): Readable {
  if (typeof file === 'string') return createReadStream(file, { end: size - 1 });
  return file.createReadStream({ start: 0, end: size - 1, autoClose: false });
}
