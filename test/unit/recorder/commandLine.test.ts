import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExtractReport, ListedRun, ShownRun, SuggestReport } from '../../../src/protocol/commandLine';
import {
  allEvents,
  cleanEnvironment,
  cli,
  cliFile,
  PYTHON_DIR,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  temporaryFolder,
  workspaceWith,
} from './support';

const [OLD, NEW] = ['01J00000000000000000000000', '01K00000000000000000000000'];

async function json<T>(workspace: string, ...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli(workspace, [...words, '--json']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as T;
}

describe('the command line', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('prints its version and its help', async () => {
    const folder = temporaryFolder();
    const manifest = path.join(path.dirname(await cliFile()), '..', 'package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    assert.equal((await cli(folder, ['--version'])).stdout, `${version}\n`);
    for (const words of [['--help'], []]) {
      const { code, stdout } = await cli(folder, words);
      assert.equal(code, 0);
      assert.match(stdout, /^Usage:\n {2}trialbook run /);
    }
  });

  const wrong: [string[], string][] = [
    [['fly'], 'There is no command fly. See trialbook --help.'],
    [['list', '--colour'], 'There is no option --colour. See trialbook --help.'],
    [['list', 'x'], 'The word x is one too many. See trialbook --help.'],
    [['show'], 'Name a run: its id, the beginning of its id, or its name.'],
    [['run', 'python', 'train.py'], 'Put the command to run behind two dashes: trialbook run -- python train.py'],
    [['run', '--'], 'Put the command to run behind two dashes: trialbook run -- python train.py'],
    [['run', '--id', '../../x', '--', 'true'], '../../x is no run id: a ULID has 26 letters.'],
    [['run', '--name', '--', 'true'], 'Check the value of the option --name. See trialbook --help.'],
    [['run', '--sample', 'often', '--', 'true'], 'The option --sample takes a number of 0 or more, not often.'],
    [['run', '--workspace', '/nonexistent', '--', 'true'], 'The workspace folder /nonexistent does not exist.'],
    [
      ['run', '--timeout', '5', '--', 'true'],
      '5 is no time limit: give one such as 90s, 30m or 2h, of 24 days at most.',
    ],
    [
      ['run', '--timeout', '900h', '--', 'true'],
      '900h is no time limit: give one such as 90s, 30m or 2h, of 24 days at most.',
    ],
    [['run', '--grace=-1', '--', 'true'], 'The option --grace takes a number of 0 or more, not -1.'],
    [['metrics', 'x'], 'Give either --suggest or --pattern REGEX.'],
    [['record'], 'This command takes a run folder.'],
  ];
  for (const [words, message] of wrong) {
    it(`refuses "${words.join(' ')}" with exit code 2`, async () => {
      const folder = temporaryFolder();
      const { code, stdout, stderr } = await cli(folder, words);
      assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: '', stderr: `trialbook: ${message}\n` });
    });
  }

  it('prints the variables that make Jupyter kernels record notebooks', async () => {
    const workspace = workspaceWith({ '.git/HEAD': '', 'sub/x': '' });
    const { stdout } = await cli(path.join(workspace, 'sub'), ['env']);
    assert.match(
      stdout,
      new RegExp(`^TRIALBOOK_NOTEBOOKS=1\nTRIALBOOK_WORKSPACE=${workspace}\nPYTHONPATH=\\S+/python\n$`),
    );
  });

  it('lists runs newest first and finds one by id, by the beginning of its id, and by name', async () => {
    const workspace = workspaceWith({ 'sub/x': '' });
    assert.equal(
      (await cli(workspace, ['list'])).stdout,
      'No runs yet. Start one with trialbook run -- python train.py\n',
    );
    assert.deepEqual(await json<ListedRun[]>(workspace, 'list'), []);
    await cli(workspace, runWords(['sh', '-c', 'exit 3'], '--id', OLD, '--name', 'same', '--experiment', 'demo'));
    await cli(workspace, runWords(['true'], '--id', NEW, '--name', 'same'));
    const runs = await json<ListedRun[]>(path.join(workspace, 'sub'), 'list');
    const [newest, oldest] = runs;
    assert.deepEqual([newest?.id, runs.length], [NEW, 2]);
    assert.deepEqual(oldest, {
      id: OLD,
      name: 'same',
      experiment: 'demo',
      status: 'failed',
      command: ['sh', '-c', 'exit 3'],
      script: null,
      startedAt: oldest?.startedAt,
      endedAt: oldest?.endedAt,
      exitCode: 3,
      signal: null,
      message: 'exit code 3',
      failure: 'exit-code',
      exception: null,
      parent: null,
    });
    assert.ok(Math.abs((oldest?.startedAt ?? 0) - Date.now()) < 600_000);
    const found = await Promise.all(
      [OLD, OLD.slice(0, 3).toLowerCase()].map((run) => json<ShownRun>(workspace, 'show', run)),
    );
    assert.deepEqual(
      found.map((run) => run.id),
      [OLD, OLD],
    );
    const ambiguous = await cli(workspace, ['show', 'same']);
    assert.equal(ambiguous.stderr, `trialbook: same means 2 runs. Give an id instead: ${NEW}, ${OLD}\n`);
    const none = await cli(workspace, ['show', 'other']);
    assert.equal(none.stderr, `trialbook: There is no run other in ${workspace}. See trialbook list.\n`);
    assert.deepEqual([ambiguous.code, none.code], [1, 1]);
    const text = (await cli(workspace, ['list'])).stdout.split('\n');
    assert.match(text[2] ?? '', new RegExp(`^same +failed +exit code +\\d{4}-.* +0 s +${OLD} +sh -c exit 3$`));
  });

  it('shows params, metrics, inputs, artifacts and warnings of a run, whatever lies in its folder', async () => {
    const script = `
import argparse
p = argparse.ArgumentParser(); p.add_argument('--lr', type=float); p.parse_args()
open('data.csv').read(); open('model.pkl', 'w').write('m')
for i in range(3): print('::metric loss=%s step=%d' % (['2', 'nan', '1'][i], i * 10))
`;
    const workspace = workspaceWith({ 'train.py': script, 'data.csv': 'a\n' });
    await cli(workspace, ['run', '--id', NEW, '--python-dir', PYTHON_DIR, '--', 'python3', 'train.py', '--lr', '0.5']);
    const [folder = ''] = runFolders(workspace);
    await recorderEnded(folder);
    const odd = '{"e":"tag","k":"note","v":"x"}\nnot json\n{"e":"st","status":"killed"}\n{"e":"m","k":"half","v":1}';
    writeFileSync(path.join(folder, 'foreign.jsonl'), odd);
    mkdirSync(path.join(workspace, '.trialbook', 'runs', 'not-a-run'));
    const run = await json<ShownRun>(workspace, 'show', NEW);
    assert.deepEqual(
      [run.status, run.cwd, run.script, run.params, run.metrics, run.tags, run.warnings],
      [
        'finished',
        '.',
        'train.py',
        [{ key: 'lr', value: 0.5 }],
        [{ key: 'loss', count: 3, first: 2, last: 1, lastStep: 20, min: 1, max: 2, mean: 1.5 }],
        [{ key: 'note', value: 'x' }],
        [{ code: 'diverged', message: 'loss became NaN at step 10' }],
      ],
    );
    assert.deepEqual(
      [run.inputs.map((one) => [one.path, one.size, one.uncertain]), run.artifacts.map((one) => [one.path, one.kind])],
      [[['data.csv', 2, false]], [['model.pkl', 'model']]],
    );
    const text = (await cli(workspace, ['show', NEW])).stdout;
    for (const part of ['Params\nlr  0.5\n', 'loss  1     1       2        3', 'data.csv', 'model.pkl  model']) {
      assert.ok(text.includes(part), `${part} in:\n${text}`);
    }
  });

  it('speaks the language that TRIALBOOK_LOCALE or the shell asks for', async () => {
    const folder = temporaryFolder();
    const l10n = path.join(path.dirname(await cliFile()), '..', 'l10n');
    mkdirSync(l10n, { recursive: true });
    const bundle = { 'There is no command {0}. See trialbook --help.': '{0} 명령이 없습니다.' };
    writeFileSync(path.join(l10n, 'bundle.l10n.ko.json'), JSON.stringify(bundle));
    writeFileSync(path.join(l10n, 'bundle.l10n.de.json'), '{ damaged');
    const said = async (env: NodeJS.ProcessEnv) => (await cli(folder, ['x'], env)).stderr;
    const [korean, english] = [
      'trialbook: x 명령이 없습니다.\n',
      'trialbook: There is no command x. See trialbook --help.\n',
    ];
    assert.equal(await said({ TRIALBOOK_LOCALE: 'ko' }), korean);
    assert.equal(await said({ LC_ALL: 'ko_KR.UTF-8' }), korean);
    assert.equal(await said({ LC_ALL: '', LC_MESSAGES: '', LANG: 'ko_KR.UTF-8' }), korean);
    assert.equal(await said({ TRIALBOOK_LOCALE: 'en', LC_ALL: 'ko_KR.UTF-8' }), english);
    for (const locale of ['de', 'xx', '../../etc']) assert.equal(await said({ TRIALBOOK_LOCALE: locale }), english);
  });

  it('runs the recorder of one run with the texts of its own terminal', () => {
    assert.equal(cleanEnvironment()['TRIALBOOK_LOCALE'], undefined);
  });
});

describe('metrics of a run that has ended', function () {
  this.timeout(60_000);
  after(removeTemporary);

  const PATTERN = String.raw`epoch (?<step>\d+) loss (?<loss>\S+)`;

  async function ended(...options: string[]): Promise<{ workspace: string; folder: string }> {
    const workspace = workspaceWith();
    const script = 'for i in 1 2 3; do echo "epoch $i loss 0.$i"; done; printf "epoch 4 loss nan"';
    await cli(workspace, runWords(['sh', '-c', script], '--id', NEW, ...options));
    const folder = path.join(workspace, '.trialbook', 'runs', NEW);
    await recorderEnded(folder);
    return { workspace, folder };
  }

  function metricsIn(folder: string): object[] {
    return allEvents(folder)
      .flat()
      .flatMap((event) => (event.e === 'm' ? [{ k: event.k, v: event.v, s: event.s }] : []));
  }

  const points = [1, 2, 3].map((step) => ({ k: 'loss', v: step / 10, s: step }));
  const all = [...points, { k: 'loss', v: 'NaN', s: 4 }];
  const found = [{ key: 'loss', count: 4, values: [0.1, 0.2, 0.3, 'NaN'] }];

  it('are proposed from its output', async () => {
    const { workspace, folder } = await ended();
    const report = await json<SuggestReport>(workspace, 'metrics', NEW, '--suggest');
    const [first] = report.suggestions;
    assert.deepEqual([report.runId, first?.keys, first?.lines], [NEW, ['loss'], 4]);
    const text = (await cli(workspace, ['metrics', NEW, '--suggest'])).stdout;
    assert.ok(text.includes('  4 lines, such as: epoch 1 loss 0.1\n  loss: 4 values: 0.1, 0.2, 0.3, NaN\n'), text);
    assert.deepEqual(metricsIn(folder), []);
    const applied = await json<ExtractReport>(workspace, 'metrics', NEW, '--pattern', first?.pattern ?? '');
    assert.equal(applied.added, 4);
  });

  it('are previewed, then added once, dated by the end of the run', async () => {
    const { workspace, folder } = await ended();
    const words = ['metrics', NEW, '--pattern', PATTERN];
    const dry = await json<ExtractReport>(workspace, ...words, '--dry-run');
    const report = { runId: NEW, added: 4, existing: 0, metrics: found, dryRun: true, problems: [] };
    assert.deepEqual([dry, metricsIn(folder)], [report, []]);
    assert.deepEqual(await json<ExtractReport>(workspace, ...words), { ...report, dryRun: false });
    assert.deepEqual(metricsIn(folder), all);
    assert.deepEqual(await json<ExtractReport>(workspace, ...words), {
      ...report,
      added: 0,
      existing: 4,
      dryRun: false,
    });
    const repeated = await cli(workspace, words);
    assert.match(repeated.stdout, /The run has all 4 values already: nothing was added\.\n$/);
    assert.deepEqual(metricsIn(folder), all);
    const events = allEvents(folder).flat();
    const end = events.find((event) => event.e === 'st' && event.status === 'finished')?.t;
    assert.ok(events.every((event) => event.e !== 'm' || event.t === end));
  });

  it('are not added again where the recorder found them', async () => {
    const { workspace, folder } = await ended('--metric', PATTERN);
    const report = await json<ExtractReport>(workspace, 'metrics', NEW, '--pattern', PATTERN);
    assert.deepEqual([report.added, report.existing, metricsIn(folder)], [0, 4, all]);
  });

  it('say which pattern cannot be used, and that others find nothing', async () => {
    const { workspace } = await ended();
    const report = await json<ExtractReport>(workspace, 'metrics', NEW, '--pattern', '(', '--pattern', 'zzz (?<a>.)');
    assert.deepEqual([report.added, report.problems.length, report.metrics], [0, 1, []]);
  });
});
