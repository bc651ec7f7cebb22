/**
 * Calls between programs that share no memory: extension host and store worker, page and extension host.
 * An API is a map from method name to argument and result; the name fixes both types at either end.
 */
export interface ApiShape {
  [method: string]: { args: unknown; result: unknown };
}

export type Args<A extends ApiShape, M extends keyof A> = A[M]['args'];
export type Result<A extends ApiShape, M extends keyof A> = A[M]['result'];

/** One function per method; a missing one does not compile. */
export type Handlers<A extends ApiShape> = {
  [M in keyof A]: (args: Args<A, M>) => Result<A, M> | Promise<Result<A, M>>;
};

export interface RequestMessage {
  type: 'request';
  id: number;
  method: string;
  args: unknown;
}

/** A part of a text that someone wrote, in UTF-16 units; `end` is the first behind it. */
export interface TextSpan {
  start: number;
  end: number;
}

/**
 * `user` tells that the message was written for people and says what to do; `span` is the part of their input that it
 * is about.
 */
export interface WireError {
  message: string;
  user: boolean;
  span?: TextSpan;
  stack?: string;
}

export type ReplyMessage =
  { type: 'reply'; id: number; ok: true; result: unknown } | { type: 'reply'; id: number; ok: false; error: WireError };

export interface EventMessage<E> {
  type: 'event';
  event: E;
}

export type RpcMessage<E> = RequestMessage | ReplyMessage | EventMessage<E>;
