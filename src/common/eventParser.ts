/** Reads lines of event files as the hostile input that they are: any program may have written them. */
import type { FailureKind, TracebackFrame, TrainingException } from '../protocol/failures';
import type { FileKind, MetricEvent, NewEvent, RunPurpose, TrainingEvent } from '../protocol/trainingEvents';
import {
  both,
  count,
  type Fields,
  finite,
  isInside,
  key,
  oneOf,
  optional,
  paramValue,
  text,
  texts,
  wire,
} from './eventFields';
import { parseOptions } from './optionsParser';
import { parsePlot } from './plotParser';
import { isRunId } from './workspaceFolder';

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
    case 'opt':
      return parseOptions(f);
    case 'plot':
      return parsePlot(f);
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
      const id = runId(f['id']);
      return id === undefined ? undefined : { e: 'child', id };
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
    ...optional('basedOn', runId(f['basedOn'])),
    ...optional('purpose', oneOf(PURPOSES, f['purpose'])),
    ...optional('batch', runId(f['batch'])),
  };
}

function runId(value: unknown): string | undefined {
  const id = text(value);
  return id !== undefined && isRunId(id) ? id : undefined;
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
const PURPOSES: readonly RunPurpose[] = ['rerun', 'reproduction', 'bisection'];
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
