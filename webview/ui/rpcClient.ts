import type {
  ApiShape,
  Args,
  ReplyMessage,
  RequestMessage,
  Result,
  RpcMessage,
  TextSpan,
  WireError,
} from '../../src/protocol/rpc';

/** The channel to the extension host: VS Code's in a page, anything alike elsewhere. */
export interface Port {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export interface RpcClient<A extends ApiShape, E> {
  /** Rejects with the host's message when the method fails there. */
  call<M extends keyof A & string>(method: M, args: Args<A, M>): Promise<Result<A, M>>;
  onEvent(listener: (event: E) => void): void;
}

/** What the host answered instead of a result. */
export class HostError extends Error {
  /** Written for people, who can do something about it. */
  readonly user: boolean;
  /** The part of what the page sent that it is about. */
  readonly span: TextSpan | undefined;

  constructor({ message, user, span }: WireError) {
    super(message);
    this.user = user;
    this.span = span;
  }
}

/** The page's end of `src/protocol/rpc`. The host answers each request, with a result or an error. */
export function createRpcClient<A extends ApiShape, E>(port: Port): RpcClient<A, E> {
  const pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  const listeners: ((event: E) => void)[] = [];
  let nextId = 1;

  port.onMessage((data) => {
    const message = data as RpcMessage<E>;
    if (message.type === 'reply') settle(message);
    else if (message.type === 'event') for (const listener of listeners) listener(message.event);
  });

  function settle(reply: ReplyMessage): void {
    const request = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.ok) request?.resolve(reply.result as never);
    else request?.reject(new HostError(reply.error));
  }

  return {
    call(method, args) {
      return new Promise((resolve, reject) => {
        const request: RequestMessage = { type: 'request', id: nextId++, method, args };
        pending.set(request.id, { resolve, reject });
        port.postMessage(request);
      });
    },
    onEvent(listener) {
      listeners.push(listener);
    },
  };
}

/** VS Code's own channel. Messages reach a page as events of its window. */
export function windowPort(api: { postMessage(message: unknown): void }): Port {
  return {
    postMessage: (message) => api.postMessage(message),
    onMessage: (listener) => window.addEventListener('message', (event) => listener(event.data)),
  };
}
