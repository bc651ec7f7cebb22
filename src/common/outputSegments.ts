/** What readers of a training's output need to know of the files that it lies in; `outputFiles.ts` writes them. */
import { readdir } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { parseOutputSegment } from './workspaceFolder';

export interface OutputSegment {
  name: string;
  /** Place of its first byte in the whole output. */
  start: number;
  /** It is on its way into the log, or no longer kept apart. */
  merged: boolean;
}

/** The segments of a run folder in the order of the output; none where the folder cannot be read. */
export async function listSegments(runDir: string): Promise<OutputSegment[]> {
  const names = await readdir(runDir).catch(() => []);
  const segments = names.flatMap((name) => {
    const parsed = parseOutputSegment(name);
    return parsed === undefined ? [] : [{ name, ...parsed }];
  });
  return segments.sort((a, b) => a.start - b.start);
}

/** Stands for bytes between head and tail that were not kept. */
export function leftOutMark(bytes: number): string {
  return `\n${l10n.t('[trialbook: {0} bytes left out here]', bytes)}\n`;
}

/** The mark at the beginning of a text, in any language: the bytes that it stands for and its own length in bytes. */
export function readLeftOutMark(text: string): { bytes: number; length: number } {
  const mark = /^\n\[trialbook: [^\d\]]*(\d+)[^\]]*\]\n/.exec(text);
  return mark === null ? { bytes: 0, length: 0 } : { bytes: Number(mark[1]), length: Buffer.byteLength(mark[0]) };
}
