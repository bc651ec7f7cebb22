import { diffLines } from 'diff';

/** Longer texts with little in common would take seconds, ms. */
const LIMIT_MS = 100;

/** Lines that are only in one of two contents; `null` of what is no text, or differs too much to be counted in time. */
export function countLines(left: Buffer, right: Buffer): { added: number; removed: number } | null {
  if (left.includes(0) || right.includes(0)) return null;
  const parts = diffLines(left.toString(), right.toString(), { timeout: LIMIT_MS });
  if (parts === undefined) return null;
  const sum = (is: 'added' | 'removed'): number =>
    parts.reduce((total, part) => total + (part[is] ? (part.count ?? 0) : 0), 0);
  return { added: sum('added'), removed: sum('removed') };
}
