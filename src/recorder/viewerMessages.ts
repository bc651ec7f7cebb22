/** What the viewer that started a recorder tells it of its terminal and its job, over the channel between them. */
import type { TerminalSize } from './program';

export type ViewerMessage =
  | { kind: 'typed'; base64: string }
  | ({ kind: 'resized' } & TerminalSize)
  /** The shell suspended the viewer's job, or had it go on. */
  | { kind: 'suspended'; suspended: boolean };

/** Checks a message of the channel; `undefined` for anything else. */
export function asViewerMessage(message: unknown): ViewerMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const one = message as ViewerMessage;
  if (one.kind === 'typed') return typeof one.base64 === 'string' ? one : undefined;
  if (one.kind === 'suspended') return typeof one.suspended === 'boolean' ? one : undefined;
  return one.kind === 'resized' && isTerminalSize(one) ? one : undefined;
}

export function isTerminalSize(value: unknown): value is TerminalSize {
  if (typeof value !== 'object' || value === null) return false;
  const { columns, rows } = value as TerminalSize;
  return [columns, rows].every((one) => Number.isInteger(one) && one > 0 && one <= 0xffff);
}
