/** Speaks with debugpy's adapter as an editor does, by the Debug Adapter Protocol. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 40_000;

interface Message {
  seq: number;
  type: 'request' | 'response' | 'event';
  event?: string;
  command?: string;
  request_seq?: number;
  success?: boolean;
  message?: string;
  arguments?: unknown;
  body?: unknown;
}

export interface StackFrame {
  id: number;
  name: string;
  line: number;
  source?: { path?: string };
}

/** What an adapter asks the editor to start in a terminal. */
export interface TerminalRequest {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** What an adapter says of a process that its debuggee started: the configuration of a session with it. */
interface ChildProcess {
  connect: { host: string; port: number };
}

/** One session with an adapter of its own. */
export class DebugAdapter {
  /** Events and requests of the adapter, in order. */
  readonly heard: Message[] = [];
  private readonly answers = new Map<number, (message: Message) => void>();
  /** Sessions with the processes that the debuggee starts. */
  readonly children: DebugAdapter[] = [];
  private breakpoints: Record<string, number[]> = {};
  private filters: string[] = [];
  private seq = 0;
  private pending = Buffer.alloc(0);

  private constructor(
    input: Readable,
    private readonly output: Writable,
    private readonly runInTerminal: (request: TerminalRequest) => void,
    /** Ends the adapter as the system does when its editor is killed. */
    readonly kill: () => void,
  ) {
    input.on('data', (chunk: Buffer) => this.receive(chunk));
    output.on('error', () => undefined);
  }

  /** Starts an adapter. `runInTerminal` starts the debuggee's launcher where the configuration wants a terminal. */
  static async start(
    python: string,
    env: NodeJS.ProcessEnv,
    runInTerminal: (request: TerminalRequest) => void,
  ): Promise<DebugAdapter> {
    const process = spawn(python, ['-m', 'debugpy.adapter'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return DebugAdapter.initialize(
      new DebugAdapter(process.stdout, process.stdin, runInTerminal, () => process.kill('SIGKILL')),
    );
  }

  private static async initialize(adapter: DebugAdapter): Promise<DebugAdapter> {
    await adapter.request('initialize', {
      adapterID: 'debugpy',
      pathFormat: 'path',
      linesStartAt1: true,
      supportsRunInTerminalRequest: true,
    });
    return adapter;
  }

  /** Launches a program with breakpoints at lines of files; resolves when it runs. */
  launch(configuration: object, breakpoints: Record<string, number[]>, filters: string[] = []): Promise<void> {
    this.breakpoints = breakpoints;
    this.filters = filters;
    return this.begin('launch', { request: 'launch', type: 'debugpy', ...configuration });
  }

  private async begin(command: 'launch' | 'attach', configuration: object): Promise<void> {
    const begun = this.request(command, configuration);
    // Without debugging there is nothing to prepare.
    if ('noDebug' in configuration) return void (await begun);
    await this.event('initialized');
    for (const [file, lines] of Object.entries(this.breakpoints)) {
      await this.request('setBreakpoints', { source: { path: file }, breakpoints: lines.map((line) => ({ line })) });
    }
    await this.request('setExceptionBreakpoints', { filters: this.filters });
    await this.request('configurationDone', {});
    await begun;
  }

  /** Rejects with the adapter's own words when it refuses. */
  async request<Body = unknown>(command: string, args: object): Promise<Body> {
    const seq = ++this.seq;
    const answered = new Promise<Message>((resolve) => this.answers.set(seq, resolve));
    this.send({ seq, type: 'request', command, arguments: args });
    const answer = await within(
      answered,
      () => `an answer to ${command}; heard ${this.heard.map(({ event, command: c }) => event ?? c).join(' ')}`,
    );
    if (answer.success !== true) throw new Error(`${command}: ${answer.message}`);
    return answer.body as Body;
  }

  /** Waits for the event of this name with this number among its like, from 0. */
  async event<Body = unknown>(name: string, number = 0): Promise<Body> {
    for (const end = Date.now() + PATIENCE_MS; ;) {
      const event = this.heard.filter((message) => message.event === name)[number];
      if (event !== undefined) return event.body as Body;
      if (Date.now() > end) throw new Error(`no event ${name}, but ${JSON.stringify(this.heard).slice(-2000)}`);
      await delay(20);
    }
  }

  /** Waits for the stop of this number, from 0; gives the frames of the thread that stopped. */
  async stopped(number: number): Promise<{ threadId: number; reason: string; frames: StackFrame[] }> {
    const { threadId, reason } = await this.event<{ threadId: number; reason: string }>('stopped', number);
    const { stackFrames } = await this.request<{ stackFrames: StackFrame[] }>('stackTrace', { threadId });
    return { threadId, reason, frames: stackFrames };
  }

  /** Opens a session with a process that the debuggee started: it waits for one. */
  private async attach(configuration: ChildProcess): Promise<void> {
    const { host, port } = configuration.connect;
    const socket = connect(port, host);
    const child = new DebugAdapter(socket, socket, this.runInTerminal, this.kill);
    child.breakpoints = this.breakpoints;
    this.children.push(child);
    await DebugAdapter.initialize(child);
    await child.begin('attach', configuration);
  }

  private send(message: Message): void {
    const body = JSON.stringify(message);
    this.output.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private receive(chunk: Buffer): void {
    this.pending = Buffer.concat([this.pending, chunk]);
    for (;;) {
      const end = this.pending.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.pending.subarray(0, end).toString())?.[1]);
      if (this.pending.length < end + 4 + length) return;
      const message = JSON.parse(this.pending.subarray(end + 4, end + 4 + length).toString()) as Message;
      this.pending = this.pending.subarray(end + 4 + length);
      this.hear(message);
    }
  }

  private hear(message: Message): void {
    if (message.type === 'response') return this.answers.get(message.request_seq ?? 0)?.(message);
    this.heard.push(message);
    // A child that ends meanwhile is nobody's mistake.
    if (message.event === 'debugpyAttach') this.attach(message.body as ChildProcess).catch(() => undefined);
    if (message.command !== 'runInTerminal') return;
    this.runInTerminal(message.arguments as TerminalRequest);
    const { seq: request_seq, command } = message;
    this.send({ seq: ++this.seq, type: 'response', request_seq, command, success: true, body: {} });
  }
}

async function within<T>(promise: Promise<T>, what: () => string): Promise<T> {
  const late = delay(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`still waiting for ${what()}`);
  });
  return Promise.race([promise, late]);
}
