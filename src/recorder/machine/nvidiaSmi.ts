/** Speaks with `nvidia-smi`, NVIDIA's own program to ask for its GPUs; it comes with the driver. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Gpu } from '../../protocol/snapshotManifest';
import { findProgram } from '../trainingCommand';

/** Without a running driver it is loaded first, which may take seconds for each GPU. */
const TIMEOUT_MS = 30_000;
export const MIB = 1024 * 1024;

/** The program's path; `undefined` on a machine without it. */
export function findNvidiaSmi(): string | undefined {
  return findProgram('nvidia-smi', process.cwd(), process.env);
}

/** Words that ask for these properties of each GPU, one line each, separated by commas and without units. */
export function queryWords(properties: readonly string[]): string[] {
  return [`--query-gpu=${properties.join(',')}`, '--format=csv,noheader,nounits'];
}

/** The fields of a line. */
export function fieldsOf(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}

/** A number of a line; `undefined` for `[N/A]`, `[Not Supported]`, `[Unknown Error]` and what else is none. */
export function numberIn(field: string | undefined): number | undefined {
  return field !== undefined && /^\d+(\.\d+)?$/.test(field) ? Number(field) : undefined;
}

/** The GPUs of this machine and their driver; none without `nvidia-smi` or where it fails. Never rejects. */
export async function listGpus(): Promise<{ gpus: Gpu[]; driver: string | null }> {
  const program = findNvidiaSmi();
  if (program === undefined) return { gpus: [], driver: null };
  try {
    const options = { timeout: TIMEOUT_MS, windowsHide: true };
    const words = queryWords(['name', 'memory.total', 'driver_version']);
    return parseGpus((await promisify(execFile)(program, words, options)).stdout);
  } catch {
    return { gpus: [], driver: null };
  }
}

function parseGpus(output: string): { gpus: Gpu[]; driver: string | null } {
  const rows = output.split('\n').map(fieldsOf);
  const found = rows.filter((row): row is [string, string, string] => row.length === 3);
  const gpus = found.map(([name, memory]) => {
    const total = numberIn(memory);
    return { name, memory: total === undefined ? null : total * MIB };
  });
  return { gpus, driver: found[0]?.[2] ?? null };
}
