import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runDir } from '../../../../src/common/workspaceFolder';
import type { BisectionReport } from '../../../../src/protocol/reproduction';
import type { RunEvent } from '../../../../src/protocol/trainingEvents';
import { cli, recorderEvents, removeTemporary, startCli, until, workspaceWith } from '../support';
import { FILES, ids, json, read, record, refusal, RUN_OPTIONS, write } from './support';

const COMMAND = ['python3', 'train.py'];

/**
 * A model that scores a constant; the second argument makes versions of one score different code. It changes the file's
 * size: Python takes a file of the same size and second for the one that it has compiled.
 */
function model(score: number, version = 0): string {
  return `# version ${'i'.repeat(version)}\ndef score(rows, lr):\n    return ${score}\n`;
}

describe('trialbook bisect', function () {
  this.timeout(180_000);
  after(removeTemporary);

  /** Records a run for each model. */
  async function history(models: string[]): Promise<{ workspace: string; runs: string[] }> {
    const workspace = workspaceWith(FILES);
    const runs: string[] = [];
    for (const text of models) {
      write(workspace, 'model.py', text);
      runs.push(await record(workspace, COMMAND));
    }
    return { workspace, runs };
  }

  const words = (good: string, bad: string, ...options: string[]): string[] => {
    const asked = ['bisect', good, bad, '--metric', 'accuracy', '--json'];
    return [...asked, ...options, '--', ...RUN_OPTIONS];
  };
  const bisect = (workspace: string, good: string, bad: string, ...options: string[]): Promise<BisectionReport> =>
    json<BisectionReport>(workspace, words(good, bad, ...options));
  const runEvent = (workspace: string, id: string): RunEvent | undefined =>
    recorderEvents(runDir(workspace, id)).find((event): event is RunEvent => event.e === 'run');

  it('names the first change that moved the metric, from recorded results, and confirms it', async () => {
    const models = [model(0.9, 1), model(0.9, 2), model(0.9, 3), model(0.5, 4), model(0.5, 5), model(0.5, 6)];
    const { workspace, runs } = await history(models);
    const before = read(workspace, 'model.py');
    const report = await bisect(workspace, runs[0]!, runs[5]!);
    assert.deepEqual([report.first?.previous, report.first?.run, report.first?.confirmed], [runs[2], runs[3], true]);
    assert.deepEqual(report.first?.differences, [
      {
        kind: 'code',
        name: 'model.py',
        before: report.first?.differences[0]?.before,
        after: report.first?.differences[0]?.after,
        added: 2,
        removed: 2,
      },
    ]);
    assert.deepEqual(
      report.steps.map(({ verdict }) => verdict),
      ['good', 'good', 'moved', 'moved'],
    );
    assert.equal(read(workspace, 'model.py'), before);
    const made = ids(workspace)
      .filter((id) => !runs.includes(id))
      .map((id) => runEvent(workspace, id));
    assert.equal(made.length, 4, 'two more of the good version, and both sides of the change once');
    for (const run of made) assert.deepEqual([run?.purpose, run?.batch], ['bisection', report.id]);
    assert.deepEqual(readdirSync(path.join(workspace, '.trialbook/checkouts')), []);
    const text = await cli(workspace, ['bisect', '--report', report.id]);
    assert.match(text.stdout, /is the first: accuracy went from 0\.9\d+ \(.*\) to 0\.5\d+\./);
    assert.match(text.stdout, /code: model.py lines: −2 \+2/);
  });

  it('runs versions whose results are missing, and all with --fresh', async () => {
    const { workspace, runs } = await history([model(0.9, 1), model(0.9, 2), model(0.5, 3), model(0.5, 4)]);
    // As a run that was stopped: it has no metric.
    for (const name of readdirSync(runDir(workspace, runs[2]!))) {
      if (!name.startsWith('events-')) continue;
      const file = path.join('.trialbook/runs', runs[2]!, name);
      write(workspace, file, read(workspace, file).replace(/^.*"k":"accuracy".*\n/gm, ''));
    }
    const report = await bisect(workspace, runs[0]!, runs[3]!);
    assert.deepEqual([report.first?.run, report.first?.confirmed], [runs[2], true]);
    const again = await bisect(workspace, runs[0]!, runs[3]!, '--fresh', '--repeats', '2');
    assert.deepEqual([again.first?.run, again.goodValues.length], [runs[2], 2]);
    assert.notEqual(again.id, report.id);
    const made = ids(workspace).filter((id) => runEvent(workspace, id)?.batch === again.id);
    assert.equal(made.length, 5, 'twice the good version, and once each other');
  });

  it('skips versions that fail, and names those among which the change is', async () => {
    const broken = 'raise RuntimeError("broken")\n';
    const { workspace, runs } = await history([model(0.9, 1), model(0.9, 2), broken, `${broken}#\n`, model(0.5, 3)]);
    const report = await bisect(workspace, runs[0]!, runs[4]!);
    assert.deepEqual([report.first?.previous, report.first?.run], [runs[1], runs[4]]);
    assert.equal(report.suspects.length, 3);
    assert.deepEqual(
      report.steps.filter(({ verdict }) => verdict === 'skipped').map(({ run }) => run),
      [runs[2], runs[3]],
    );
    assert.match(report.steps.find(({ verdict }) => verdict === 'skipped')?.reason ?? '', /RuntimeError: broken/);
  });

  it('says when the metric moved more than once', async () => {
    const scores = [0.9, 0.5, 0.9, 0.9, 0.5, 0.5];
    const { workspace, runs } = await history(scores.map((score, i) => model(score, i)));
    const report = await bisect(workspace, runs[0]!, runs[5]!);
    assert.equal(report.first?.run, runs[4]);
    assert.match(report.notes.join(), /It moved more than once: \w+-\w+ do not fit/);
  });

  it('finds nothing where the difference is noise, where nothing changed, and where there is no such metric', async () => {
    const workspace = workspaceWith(FILES);
    const runs: string[] = [];
    for (const [version, noise] of [
      [1, '0.4'],
      [1, '0.6'],
      [1, '0.5'],
      [1, '0.7'],
      [2, '0.61'],
    ] as const) {
      const score = "import os\ndef score(rows, lr):\n    return float(os.environ['NOISE'])\n";
      write(workspace, 'model.py', `# version ${'i'.repeat(version)}\n${score}`);
      runs.push(await record(workspace, COMMAND, { NOISE: noise }));
    }
    assert.match(await refusal(workspace, words(runs[0]!, runs[4]!)), /the difference is within noise/);
    assert.match(await refusal(workspace, words(runs[0]!, runs[1]!)), /there is no change to find/);
    const other = ['bisect', runs[0]!, runs[4]!, '--metric', 'loss'];
    assert.match(await refusal(workspace, other), /did not finish with a value of loss. It has: accuracy/);
  });

  it('says why the bad run cannot be run again', async () => {
    const needed = path.join(workspaceWith({ needed: '' }), 'needed');
    const needing = `import os\nif not os.path.exists(${JSON.stringify(needed)}): raise RuntimeError('gone')\n`;
    const { workspace, runs } = await history([model(0.9, 1), needing + model(0.5, 2)]);
    rmSync(needed);
    const said = await refusal(workspace, words(runs[0]!, runs[1]!, '--fresh', '--repeats', '2'));
    assert.match(said, /The bad run \w+-\w+ cannot be run again: it failed: RuntimeError: gone/);
  });

  it('tells changes of arguments apart from seeds', async () => {
    const workspace = workspaceWith(FILES);
    const runs: string[] = [];
    for (const options of [
      '--seed 1',
      '--seed 2',
      '--seed 3',
      '--seed 4 --lr 0.4',
      '--seed 5 --lr 0.1',
      '--seed=6 --lr 0.1',
    ]) {
      runs.push(await record(workspace, [...COMMAND, ...options.split(' ')]));
    }
    const report = await bisect(workspace, runs[0]!, runs[5]!);
    assert.equal(report.goodValues.length, 3, 'runs that differ in seeds alone are repeats');
    assert.equal(report.first?.run, runs[3]);
    const params = report.first?.differences
      .filter(({ kind }) => kind === 'params')
      .map(({ name, before, after }) => [name, before, after]);
    assert.deepEqual(
      params?.find(([name]) => name === 'lr'),
      ['lr', '0.5', '0.4'],
    );
  });

  it('stops on Ctrl-C, is killed, and goes on where it was', async () => {
    const slow = (score: number, version: number): string =>
      `import time\nopen('go', 'w').close()\ntime.sleep(2)\n${model(score, version)}`;
    const { workspace, runs } = await history([slow(0.9, 1), slow(0.5, 2)]);
    const trains = (): string | undefined => {
      const folder = path.join(workspace, '.trialbook/checkouts');
      return existsSync(folder)
        ? readdirSync(folder).find((name) => existsSync(path.join(folder, name, 'go')))
        : undefined;
    };
    const first = await startCli(workspace, words(runs[0]!, runs[1]!));
    await until('it trains', trains);
    first.process.kill('SIGINT');
    assert.match((await first.finished).stderr, /The bisection was stopped. The same command goes on with it/);
    const second = await startCli(workspace, words(runs[0]!, runs[1]!));
    const killed = await until('it trains', trains);
    second.process.kill('SIGKILL');
    await second.finished;
    const report = await bisect(workspace, runs[0]!, runs[1]!);
    assert.equal(report.first?.run, runs[1]);
    const [state = '', ...others] = readdirSync(path.join(workspace, '.trialbook/bisections'));
    assert.deepEqual([state, others], [`${report.id}.json`, []]);
    const made = ids(workspace).filter((id) => runEvent(workspace, id)?.batch === report.id);
    assert.ok(made.includes(killed), 'the run that went on was used');
    assert.equal(report.goodValues.length, 3);
    const stored = JSON.parse(
      readFileSync(path.join(workspace, '.trialbook/bisections', state), 'utf8'),
    ) as BisectionReport;
    assert.equal(stored.state, 'ended');
    rmSync(path.join(workspace, 'go'), { force: true });
  });
});
