/** Runs in plain JavaScript, the same in a database, and filters for them. */
import { toWire, type ParamValue } from '../../../src/protocol/numbers';
import type { Database } from '../../../src/store/database/database';
import { recordParam, recordTag, setEdit } from '../../../src/store/runs';
import { runIdOf } from './helpers';

export interface PlainRun {
  id: string;
  experiment: string;
  /** As recorded, and as given in the editor. */
  name: string;
  newName?: string;
  status: string;
  parent?: string;
  script?: string;
  startedAt: number;
  endedAt?: number;
  exitCode?: number;
  trashed?: boolean;
  metrics: Record<string, number>;
  params: Record<string, ParamValue>;
  tags: Record<string, string>;
  datasets: { name: string; digest: string }[];
}

/** A source of numbers that only looks random: the same for the same seed. */
export class Dice {
  constructor(private state: number) {}

  /** At least 0, less than `n`. */
  next(n: number): number {
    // Numerical Recipes' generator; its high bits are the good ones.
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.next(from.length)]!;
  }
}

const METRICS = ['loss', 'acc', 'val/loss'];
const PARAMS = ['lr', 'opt', 'flag'];
const TAGS = ['stage', 'a b'];
const NUMBERS = [-1, 0, 0.25, 0.5, 1, 2, 1e300, -1e300];
const METRIC_VALUES = [...NUMBERS, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const PARAM_VALUES: ParamValue[] = [
  ...NUMBERS.slice(0, 6),
  'adam',
  'Adam',
  'a*b',
  '0.5',
  '1',
  'True',
  'None',
  '',
  true,
  false,
  null,
];
const TEXTS = ['x', 'X', 'dev', 'a_b', 'a%b', '', '한글'];
const STATUSES = ['queued', 'running', 'finished', 'failed', 'killed', 'cancelled', 'lost'];

export function randomRuns(dice: Dice, count: number): PlainRun[] {
  return Array.from({ length: count }, (_, n): PlainRun => {
    const some = <V>(keys: readonly string[], values: readonly V[]) =>
      Object.fromEntries(keys.filter(() => dice.next(4) > 0).map((key) => [key, dice.pick(values)]));
    const run: PlainRun = {
      id: runIdOf(n),
      experiment: dice.pick(['default', 'penguins']),
      name: `run-${dice.next(5)}`,
      status: dice.pick(STATUSES),
      startedAt: 1000 * dice.next(10),
      metrics: some(METRICS, METRIC_VALUES),
      params: some(PARAMS, PARAM_VALUES),
      tags: some(TAGS, TEXTS),
      datasets: [
        { name: 'a.csv', digest: '1' },
        { name: 'b.csv', digest: '2' },
      ].filter(() => dice.next(2) === 0),
    };
    if (dice.next(3) === 0) run.newName = dice.pick(['mine', 'Mine']);
    if (dice.next(3) === 0) run.parent = runIdOf(dice.next(4));
    if (dice.next(2) === 0) run.script = 'train.py';
    if (run.status === 'lost' || dice.next(3) > 0) run.endedAt = run.startedAt + 500 * dice.next(5);
    if (dice.next(2) === 0) run.exitCode = dice.next(3);
    if (dice.next(6) === 0) run.trashed = true;
    return run;
  });
}

/** Writes the runs as rows, in another order than that of their ids. */
export function store(db: Database, runs: readonly PlainRun[]): void {
  const shuffled = [...runs].sort((a, b) => Number(a.id.at(-1)! > b.id.at(-1)!) - Number(a.id.at(-1)! < b.id.at(-1)!));
  db.transaction(() => shuffled.forEach((run) => storeRun(db, run)));
}

function storeRun(db: Database, run: PlainRun): void {
  const isLost = run.status === 'lost';
  db.prepare('INSERT OR IGNORE INTO experiments (name) VALUES (?)').run(run.experiment);
  const { id } = db
    .prepare<{ id: number }>(
      `INSERT INTO runs (uid, experiment, name, status, lost, parent, script, started_at, ended_at, last_event_at,
         exit_code) VALUES (?, (SELECT id FROM experiments WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
       RETURNING id`,
    )
    .get(
      run.id,
      run.experiment,
      run.name,
      isLost ? 'running' : run.status,
      isLost ? 1 : 0,
      run.parent ?? null,
      run.script ?? null,
      run.startedAt,
      isLost ? null : (run.endedAt ?? null),
      isLost ? run.endedAt! : 9e9,
      run.exitCode ?? null,
    )!;
  if (run.newName !== undefined) setEdit(db, run.id, 'name', run.newName);
  if (run.trashed === true) setEdit(db, run.id, 'trashed', '1');
  for (const [key, value] of Object.entries(run.params)) recordParam(db, id, { k: key, v: value });
  for (const [key, value] of Object.entries(run.tags)) recordTag(db, id, key, value);
  for (const [key, value] of Object.entries(run.metrics)) {
    db.prepare('INSERT OR IGNORE INTO metric_keys (key) VALUES (?)').run(key);
    db.prepare(
      `INSERT INTO series (run, key, count, finite_count, first, last, last_step, min, max, mean, revision)
       VALUES (?, (SELECT id FROM metric_keys WHERE key = ?), 1, 1, 0, ?, 0, 0, 0, 0, 0)`,
    ).run(id, key, toWire(value));
  }
  for (const { name, digest } of run.datasets) {
    db.prepare('INSERT OR IGNORE INTO datasets (name) VALUES (?)').run(name);
    db.prepare(
      `INSERT OR IGNORE INTO dataset_versions (dataset, version, digest, size, first_seen_at)
       VALUES ((SELECT id FROM datasets WHERE name = ?), 1, ?, 0, 0)`,
    ).run(name, digest);
    db.prepare('INSERT INTO inputs VALUES (?, (SELECT id FROM dataset_versions WHERE digest = ?), 0)').run(id, digest);
  }
}

/** A filter as people would write it, of every kind of field and comparison. */
export function randomFilter(dice: Dice, depth = 3): string {
  const kind = depth === 0 ? 0 : dice.next(6);
  if (kind === 1) return `(${randomFilter(dice, depth - 1)}) or ${randomFilter(dice, depth - 1)}`;
  if (kind === 2) return `not (${randomFilter(dice, depth - 1)})`;
  if (kind >= 3) return `(${randomFilter(dice, depth - 1)}) AND (${randomFilter(dice, depth - 1)})`;
  return randomCondition(dice);
}

const EQUAL = ['=', '!='];
const ORDER = ['<', '<=', '>', '>='];
const LIKE = ['LIKE', 'ilike'];
const PATTERNS = ["'%a%'", "'A_%'", "'%.5'", "'a*b'", "'_'", "'%'", "''", "'True'", "'%e%'", "'[x]'", "'%L_ED'"];

export function randomCondition(dice: Dice): string {
  const number = () => dice.pick([...NUMBERS.map(String), 'inf', '-inf']);
  const quoted = (texts: readonly string[]) => () => `'${dice.pick(texts)}'`;
  const paramTexts = quoted(PARAM_VALUES.map(String));
  const param = () =>
    dice.pick([() => dice.pick(NUMBERS).toString(), paramTexts, () => dice.pick(['true', 'false'])])();
  const [field, orders, patterns, value] = dice.pick<[string, string[], string[], () => string]>([
    [`metrics."${dice.pick(METRICS)}"`, ORDER, [], number],
    [`metrics.${dice.pick([...METRICS, 'none'])}`, ORDER, [], number],
    [`params.${dice.pick(PARAMS)}`, ORDER, LIKE, param],
    [`params.${dice.pick([...PARAMS, 'none'])}`, ORDER, LIKE, param],
    [`tags.\`${dice.pick(TAGS)}\``, ORDER, LIKE, quoted(TEXTS)],
    ['status', [], LIKE, quoted(STATUSES.map((word) => word.toUpperCase()))],
    [dice.pick(['start_time', 'end_time']), ORDER, [], () => String(500 * dice.next(20))],
    [dice.pick(['duration', 'attributes.exit_code']), ORDER, [], number],
    ['run_name', ORDER, LIKE, quoted(['run-1', 'mine'])],
    [dice.pick(['run_id', 'parent']), ORDER, LIKE, () => `'${runIdOf(dice.next(10))}'`],
    [dice.pick(['script', 'experiment']), ORDER, LIKE, quoted(['train.py', 'penguins'])],
    ['datasets.name', [], LIKE, quoted(['a.csv', 'b.csv'])],
    ['dataset.digest', [], LIKE, quoted(['1', '2'])],
  ]);
  const kind = dice.next(8);
  if (kind === 0 && field !== 'status') return `${field} IS ${dice.pick(['', 'not '])}NULL`;
  if (kind === 1) return `${field} ${dice.pick(['IN', 'not in'])} (${value()}, ${value()})`;
  if (kind === 2 && field.startsWith('metrics')) return `${field} ${dice.pick(EQUAL)} nan`;
  if (kind <= 3 && patterns.length > 0) return `${field} ${dice.pick(patterns)} ${dice.pick(PATTERNS)}`;
  return `${field} ${dice.pick([...EQUAL, ...orders, ...orders])} ${value()}`;
}
