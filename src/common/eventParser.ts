/** Reads lines of event files as the hostile input that they are: any program may have written them. */
import { fromWire, toWire, type WireNumber } from '../protocol/numbers';
import {
  MAX_KEY_LENGTH,
  MAX_TEXT_LENGTH,
  TRUNCATION_MARK,
  type FailureKind,
  type FileKind,
  type MetricEvent,
  type NewEvent,
  type ParamValue,
  type TracebackFrame,
  type TrainingEvent,
  type TrainingException,
} from '../protocol/trainingEvents';
import { isRunId } from './workspaceFolder';

type Fields = Record<string, unknown>;

const MAX_ARGV = 1000;
const MAX_FRAMES = 50;

/**
 * Parses one line. `index` and `now` (µs) stand in for a missing `q` and `t`.
 * Gives `undefined` for what is no event: broken JSON, an unknown kind, a field of the wrong type.
 */
export function parseEvent(line: string, index: number, now: number): TrainingEvent | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined;
  const known = fields as Fields;
  // Nearly all lines are metrics: they are spared the copies below.
  if (known['e'] === 'm') return parseMetric(known, count(known['q']) ?? index, finite(known['t']) ?? now);
  const event = parseKind(known);
  if (event === undefined) return undefined;
  return { q: count(known['q']) ?? index, t: finite(known['t']) ?? now, ...event };
}

function parseKind(f: Fields): NewEvent | undefined {
  switch (f['e']) {
    case 'hello':
      return parseHello(f);
    case 'run':
      return parseRun(f);
    case 'p':
      return parseParam(f);
    case 'tag':
      return both(key(f['k']), text(f['v']), (k, v) => ({ e: 'tag', k, v }));
    case 'open':
      return parseOpen(f);
    case 'in':
      return parseInput(f);
    case 'dup':
      return parseDuplicate(f);
    case 'py':
      return parseInterpreter(f);
    case 'exc': {
      const exception = parseException(f);
      return exception === undefined ? undefined : { e: 'exc', ...exception };
    }
    case 'child': {
      const id = text(f['id']);
      return id !== undefined && isRunId(id) ? { e: 'child', id } : undefined;
    }
    case 'cell':
      return parseCell(f);
    case 'ds':
      return parseDataset(f);
    case 'art':
      return parseArtifact(f);
    case 'st':
      return parseStatus(f);
    case 'warn':
      return both(text(f['code']), text(f['message']), (code, message) => ({ e: 'warn', code, message }));
    case 'bye':
      return { e: 'bye' };
    default:
      return undefined;
  }
}

function parseHello(f: Fields): NewEvent | undefined {
  const v = count(f['v']);
  const pid = count(f['pid']);
  if (v === undefined || pid === undefined) return undefined;
  const role = f['role'] === 'recorder' || f['role'] === 'tracker' ? f['role'] : 'external';
  return {
    e: 'hello',
    v,
    role,
    pid,
    host: text(f['host']) ?? '',
    argv: texts(f['argv']) ?? [],
    ...optional('ppid', count(f['ppid'])),
    ...optional('exe', text(f['exe'])),
    ...optional('cwd', text(f['cwd'])),
    ...optional('mono', finite(f['mono'])),
    ...optional('py', text(f['py'])),
    ...optional('start', text(f['start'])),
    ...optional('rank', count(f['rank'])),
    ...optional('localRank', count(f['localRank'])),
    ...optional('world', count(f['world'])),
  };
}

function parseRun(f: Fields): NewEvent | undefined {
  const [id, name, experiment, command] = [text(f['id']), text(f['name']), text(f['experiment']), texts(f['command'])];
  if (id === undefined || !name || !experiment || command === undefined) return undefined;
  return {
    e: 'run',
    id,
    name,
    experiment,
    command,
    cwd: text(f['cwd']) ?? '.',
    ...optional('script', text(f['script'])),
    ...optional('parent', text(f['parent'])),
  };
}

function parseParam(f: Fields): NewEvent | undefined {
  const k = key(f['k']);
  const v = paramValue(f['v']);
  return k === undefined || v === undefined ? undefined : { e: 'p', k, v, ...optional('src', text(f['src'])) };
}

function parseMetric(f: Fields, q: number, t: number): MetricEvent | undefined {
  const k = key(f['k']);
  const v = wire(f['v']);
  if (k === undefined || v === undefined) return undefined;
  const event: MetricEvent = { q, t, e: 'm', k, v };
  const s = wire(f['s']);
  const src = text(f['src']);
  if (s !== undefined) event.s = s;
  if (src !== undefined) event.src = src;
  return event;
}

function parseOpen(f: Fields): NewEvent | undefined {
  const path = text(f['path']);
  if (!path || (f['mode'] !== 'r' && f['mode'] !== 'w')) return undefined;
  return {
    e: 'open',
    path,
    mode: f['mode'],
    ...optional('size', count(f['size'])),
    ...optional('mtime', finite(f['mtime'])),
    ...optional('kind', oneOf(FILE_KINDS, f['kind'])),
    ...optional('src', text(f['src'])),
    ...(f['keep'] === true ? { keep: true } : {}),
  };
}

function parseInput(f: Fields): NewEvent | undefined {
  const uri = text(f['uri']);
  if (!uri) return undefined;
  return { e: 'in', uri, ...optional('version', text(f['version'])), ...optional('src', text(f['src'])) };
}

function parseDuplicate(f: Fields): NewEvent | undefined {
  const [k, src, of] = [key(f['k']), text(f['src']), text(f['of'])];
  return k === undefined || !src || !of ? undefined : { e: 'dup', k, src, of };
}

function parseInterpreter(f: Fields): NewEvent | undefined {
  const [exe, version, paths] = [text(f['exe']), text(f['version']), texts(f['paths'])];
  return !exe || version === undefined || paths === undefined ? undefined : { e: 'py', exe, version, paths };
}

function parseException(f: Fields): TrainingException | undefined {
  const [type, message] = [text(f['type']), text(f['message'])];
  if (!type || message === undefined) return undefined;
  const frames = Array.isArray(f['frames']) ? f['frames'].slice(0, MAX_FRAMES) : [];
  return { type, message, frames: frames.flatMap((frame) => parseFrame(frame) ?? []) };
}

function parseFrame(value: unknown): TracebackFrame | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const f = value as Fields;
  const [file, line, name] = [text(f['file']), count(f['line']), text(f['name'])];
  return !isInside(file) || line === undefined || name === undefined ? undefined : { file, line, name };
}

function parseCell(f: Fields): NewEvent | undefined {
  const [n, source] = [count(f['n']), text(f['source'])];
  if (n === undefined || source === undefined) return undefined;
  const details = { ...optional('duration', finite(f['duration'])), ...optional('error', text(f['error'])) };
  return { e: 'cell', n, source, ...details };
}

function parseDataset(f: Fields): NewEvent | undefined {
  const file = parseFile(f);
  if (file === undefined) return undefined;
  return { e: 'ds', ...file, ...(f['uncertain'] === true ? { uncertain: true } : {}) };
}

function parseArtifact(f: Fields): NewEvent | undefined {
  const file = parseFile(f);
  if (file === undefined) return undefined;
  const copy = text(f['copy']);
  const details = { ...(isInside(copy) ? { copy } : {}), ...optional('src', text(f['src'])) };
  return { e: 'art', ...file, kind: f['kind'] === 'model' ? 'model' : 'file', ...details };
}

function parseFile(f: Fields): { path: string; size: number; digest: string } | undefined {
  const [path, size, digest] = [text(f['path']), count(f['size']), text(f['digest'])];
  if (!isInside(path) || size === undefined) return undefined;
  return digest !== undefined && /^[0-9a-f]{64}$/.test(digest) ? { path, size, digest } : undefined;
}

const STATUSES = ['running', 'finished', 'failed', 'killed', 'cancelled'] as const;
const FILE_KINDS: readonly FileKind[] = ['data', 'model', 'figure', 'file'];
const FAILURES: readonly FailureKind[] = [
  'exception',
  'exit-code',
  'signal',
  'out-of-memory',
  'diverged',
  'timeout',
  'not-started',
];

function parseStatus(f: Fields): NewEvent | undefined {
  const status = oneOf(STATUSES, f['status']);
  if (status === undefined) return undefined;
  const exception = f['exception'];
  return {
    e: 'st',
    status,
    ...optional('pid', count(f['pid'])),
    ...optional('code', finite(f['code'])),
    ...optional('signal', text(f['signal'])),
    ...optional('message', text(f['message'])),
    ...optional('failure', oneOf(FAILURES, f['failure'])),
    ...optional('exception', typeof exception === 'object' ? parseException((exception ?? {}) as Fields) : undefined),
  };
}

/** Whether a path of an event stays below the folder that it is relative to, as far as its text tells. */
function isInside(path: string | undefined): path is string {
  // On Windows a backslash leads out of it too.
  return path !== undefined && path !== '' && !path.split(/[/\\]/).includes('..');
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.length <= MAX_TEXT_LENGTH ? value : value.slice(0, MAX_TEXT_LENGTH - 1) + TRUNCATION_MARK;
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MAX_ARGV).flatMap((one) => text(one) ?? []);
}

function key(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length <= MAX_KEY_LENGTH ? value : value.slice(0, MAX_KEY_LENGTH - 1) + TRUNCATION_MARK;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Metric values and steps: wire numbers, and integers beyond 2^53 as digits. */
function wire(value: unknown): WireNumber | undefined {
  if (typeof value === 'string' && /^-?\d{1,400}$/.test(value)) return toWire(Number(value));
  const number = fromWire(value);
  return number === undefined ? undefined : toWire(number);
}

function paramValue(value: unknown): ParamValue | undefined {
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'number' ? toWire(value) : text(value);
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}

function both<A, B>(a: A | undefined, b: B | undefined, make: (a: A, b: B) => NewEvent): NewEvent | undefined {
  return a === undefined || b === undefined ? undefined : make(a, b);
}
