import type { TextSpan, WireError } from '../protocol/rpc';

/** An error that was expected and is written for people: it is shown as it stands and says what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** `span` is the part of the user's input that the message is about, so that a page can point at it. */
  constructor(
    message: string,
    readonly span?: TextSpan,
  ) {
    super(message);
  }
}

/** The text of anything thrown, for logs and for wrapping. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error (`ENOENT`, `ENOSPC`), if it is one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Encodes anything thrown for the other end of a channel. */
export function toWireError(error: unknown): WireError {
  const wire: WireError = { message: errorMessage(error), user: error instanceof UserError };
  if (error instanceof UserError && error.span !== undefined) wire.span = error.span;
  if (error instanceof Error && error.stack !== undefined) wire.stack = error.stack;
  return wire;
}

/** Turns the other end's error into one that this end can throw. */
export function fromWireError(wire: WireError): Error {
  const error = wire.user ? new UserError(wire.message, wire.span) : new Error(wire.message);
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
