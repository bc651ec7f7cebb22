/** Both ends of a channel of requests and replies, whatever carries the messages: a worker's port, a page's. */
import type { ApiShape, Args, Handlers, ReplyMessage, RequestMessage, Result } from '../protocol/rpc';
import { errorMessage, fromWireError, toWireError, UserError } from './errors';

export type PostReply = (reply: ReplyMessage, transfer: ArrayBuffer[]) => void;

/**
 * Answers one request with the handler of that name. Always posts exactly one reply: a method that does not exist, a
 * handler that throws and a result that cannot be sent are replies too. What is no request is ignored. `handlers` must
 * be a plain object. `onBug` hears errors that were not written for people, for the log.
 */
export async function serve<A extends ApiShape>(
  handlers: Handlers<A>,
  message: unknown,
  post: PostReply,
  onBug?: (error: unknown) => void,
): Promise<void> {
  if (!isRequest(message)) return;
  const { id, method } = message;
  try {
    if (!Object.hasOwn(handlers, method)) throw new Error(`Unknown method: ${method}`);
    const result = await handlers[method as keyof A](message.args);
    post({ type: 'reply', id, ok: true, result }, transferables(result));
  } catch (error) {
    if (!(error instanceof UserError)) onBug?.(error);
    post({ type: 'reply', id, ok: false, error: toWireError(error) }, []);
  }
}

function isRequest(message: unknown): message is RequestMessage {
  const { type, id, method } = (message ?? {}) as Partial<RequestMessage>;
  return type === 'request' && typeof id === 'number' && typeof method === 'string';
}

/** The buffers of typed arrays in a result, looked for two levels down: an array of objects of arrays. */
function transferables(result: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const look = (value: unknown, depth: number): void => {
    if (ArrayBuffer.isView(value)) {
      // A view of a part would take the rest of its buffer along.
      if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength)
        buffers.add(value.buffer);
    } else if (depth > 0 && typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) look(inner, depth - 1);
    }
  };
  look(result, 2);
  return [...buffers];
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The calling end: one promise per request, each of which ends with its reply or with {@link rejectAll}. */
export class RpcClient<A extends ApiShape> {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  constructor(private readonly post: (message: RequestMessage) => void) {}

  request<M extends keyof A & string>(method: M, args: Args<A, M>): Promise<Result<A, M>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      try {
        this.post({ type: 'request', id, method, args });
      } catch (error) {
        this.pending.delete(id);
        reject(error instanceof Error ? error : new Error(errorMessage(error)));
      }
    });
  }

  /** Takes a reply in; one that nobody waits for is ignored. */
  handle(reply: ReplyMessage): void {
    const pending = this.pending.get(reply.id);
    if (pending === undefined) return;
    this.pending.delete(reply.id);
    if (reply.ok) pending.resolve(reply.result);
    else pending.reject(fromWireError(reply.error));
  }

  /** Ends all open requests: the other end is gone. */
  rejectAll(error: Error): void {
    const open = [...this.pending.values()];
    this.pending.clear();
    for (const pending of open) pending.reject(error);
  }
}
