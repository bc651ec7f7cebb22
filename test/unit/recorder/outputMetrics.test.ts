import assert from 'node:assert/strict';
import { LineSplitter, MAX_MATCHED_LINE, type OutputLine } from '../../../src/recorder/lineSplitter';
import { explicitMetrics, MetricPatterns, parseNumber, type Problem } from '../../../src/recorder/outputMetrics';
import { bare, cli, recorderEnded, removeTemporary, runFolders, runWords, workspaceWith } from './support';

function line(text: string): OutputLine {
  return { text, cut: false };
}

function match(pattern: string, text: string): object[] {
  const patterns = new MetricPatterns([pattern], (problem) => assert.fail(problem.message));
  return patterns.match(line(text));
}

describe('numbers as people print them', () => {
  const numbers: [string, number | undefined][] = [
    ['0.3', 0.3],
    ['-1e-3', -1e-3],
    ['+.5', 0.5],
    ['3.', 3],
    ['93.4%', 93.4],
    ['nan', Number.NaN],
    ['NaN', Number.NaN],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['', undefined],
    ['%', undefined],
    ['abc', undefined],
    ['0x10', undefined],
    ['1,5', undefined],
    ['1e999', undefined],
    ['1_000', undefined],
    ['1.2.3', undefined],
  ];
  for (const [text, value] of numbers) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => assert.deepEqual(parseNumber(text), value));
  }
});

describe('lines that begin with ::metric', () => {
  it('give each number under its name, with the step', () => {
    assert.deepEqual(explicitMetrics(line('  ::metric loss=0.3 step=5 val/acc=nan')), [
      { key: 'loss', value: 0.3, step: 5 },
      { key: 'val/acc', value: 'NaN', step: 5 },
    ]);
  });

  it('give nothing for what is torn or absurd', () => {
    const absurd = ['::metric', '::metric ', '::metric loss=', '::metric loss', '::metric =3', '::metric loss=abc'];
    const more = ['x ::metric loss=1', '::metrics loss=1', '::metric step=5', `::metric ${'k'.repeat(300)}=1`];
    assert.deepEqual(
      [...absurd, ...more].flatMap((text) => explicitMetrics(line(text))),
      [],
    );
  });

  it('keep a point whose step is no number, without the step', () => {
    assert.deepEqual(explicitMetrics(line('::metric loss=1 step=x')), [{ key: 'loss', value: 1 }]);
    assert.deepEqual(explicitMetrics(line('::metric loss=1 step=nan')), [{ key: 'loss', value: 1 }]);
  });

  it('give nothing when they were cut: the last number may be half a number', () => {
    assert.deepEqual(explicitMetrics({ text: '::metric loss=0.3', cut: true }), []);
  });
});

describe('patterns for metrics', () => {
  it('name metrics by their groups', () => {
    const pattern = String.raw`epoch\s+(?<step>\d+)/\d+\s+loss (?<loss>\S+)(?: acc (?<acc>\S+))?`;
    assert.deepEqual(match(pattern, 'epoch  3/10  loss 0.5 acc 91%'), [
      { key: 'loss', value: 0.5, step: 3 },
      { key: 'acc', value: 91, step: 3 },
    ]);
    assert.deepEqual(match(pattern, 'epoch  3/10  loss inf'), [{ key: 'loss', value: 'Infinity', step: 3 }]);
    assert.deepEqual(match(pattern, 'epoch  3/10  loss abc'), []);
  });

  it('name metrics by what was printed, any number in a line, with the step of the line', () => {
    const pattern = String.raw`step (?<step>\d+)|(?<key>[a-z]+)=(?<value>\S+)`;
    assert.deepEqual(match(pattern, 'step 7 loss=0.5 acc=x f=1'), [
      { key: 'loss', value: 0.5, step: 7 },
      { key: 'f', value: 1, step: 7 },
    ]);
  });

  it('end at an empty match', () => {
    assert.deepEqual(match('(?<key>x?)(?<value>y?)', 'a'.repeat(4000)), []);
  });

  it('report the one that is no regular expression; the others work', () => {
    const problems: Problem[] = [];
    const patterns = new MetricPatterns(['(?<loss', String.raw`loss (?<loss>\S+)`], (one) => problems.push(one));
    assert.deepEqual(patterns.match(line('loss 1')), [{ key: 'loss', value: 1 }]);
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message.startsWith('The metric pattern (?<loss cannot be used: ')]),
      [['bad-pattern', true]],
    );
  });

  it('that would hold the training up are switched off', function () {
    this.timeout(60_000);
    const problems: Problem[] = [];
    const patterns = new MetricPatterns(['^(a+)+(?<loss>\\d)$'], (one) => problems.push(one));
    patterns.match(line('a'.repeat(28)));
    assert.deepEqual(
      problems.map((one) => one.code),
      ['bad-pattern'],
    );
  });

  it('give nothing that ends where a line was cut', () => {
    const patterns = new MetricPatterns([String.raw`a (?<a>\d+)`, String.raw`b (?<b>\d+)`], () => undefined);
    assert.deepEqual(patterns.match({ text: 'a 1 b 2', cut: true }), [{ key: 'a', value: 1 }]);
  });
});

describe('lines of the output', () => {
  function split(...chunks: Buffer[]): OutputLine[] {
    const lines: OutputLine[] = [];
    const splitter = new LineSplitter((one) => lines.push(one));
    for (const chunk of chunks) splitter.write(chunk);
    splitter.end();
    return lines;
  }

  it('end at line feeds and carriage returns, wherever the chunks end', () => {
    const bytes = Buffer.from('één\r\n10%\r20%\r\n\nlast ü');
    const expected = ['één', '10%', '20%', 'last ü'].map(line);
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.deepEqual(split(bytes.subarray(0, cut), bytes.subarray(cut)), expected);
    }
  });

  it('lose their colours', () => {
    assert.deepEqual(split(Buffer.from('\u001b[1;32mloss\u001b[0m 0.3\n')), [line('loss 0.3')]);
  });

  it('are cut at 4 KiB', () => {
    const lines = split(Buffer.from('x'.repeat(60_000)), Buffer.from('x'.repeat(40_000) + '\nnext\n'));
    assert.deepEqual(lines, [{ text: 'x'.repeat(MAX_MATCHED_LINE), cut: true }, line('next')]);
  });
});

describe('metrics of a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  async function record(script: string, ...options: string[]): Promise<object[]> {
    const workspace = workspaceWith();
    await cli(workspace, runWords(['sh', '-c', script], ...options));
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    return bare(events.filter((event) => event.e === 'm' || event.e === 'warn'));
  }

  it('come from both streams; torn and absurd lines harm nothing', async () => {
    const long = "head -c 100000 /dev/zero | tr '\\0' x";
    const script = `echo '::metric loss='; printf 'loss nan\\n' >&2; sleep 0.2; ${long}; echo ' loss 5'; echo '::metric a=inf step=2'`;
    assert.deepEqual(await record(script, '--metric', 'loss (?<loss>\\S+)'), [
      { e: 'm', k: 'loss', v: 'NaN', src: 'stdout' },
      { e: 'warn', code: 'diverged', message: 'loss became NaN' },
      { e: 'm', k: 'a', v: 'Infinity', s: 2, src: 'stdout' },
    ]);
  });

  it('count a last line without its ending, but not when the training was killed in it', async () => {
    assert.deepEqual(await record("printf '::metric a=12'"), [{ e: 'm', k: 'a', v: 12, src: 'stdout' }]);
    assert.deepEqual(await record("printf '::metric a=12'; kill -9 $$"), []);
  });

  it('are found by the workspace setting, which may hold comments, and not when patterns are given', async () => {
    const settings = '{ // ours\n "trialbook.outputMetrics": ["loss (?<loss>\\\\S+)"], }';
    const workspace = workspaceWith({ '.vscode/settings.json': settings });
    await cli(workspace, runWords(['echo', 'loss 1 acc 2']));
    await cli(workspace, runWords(['echo', 'loss 1 acc 2'], '--metric', 'acc (?<acc>\\S+)'));
    const keys = [];
    for (const folder of runFolders(workspace)) {
      keys.push((await recorderEnded(folder)).flatMap((event) => (event.e === 'm' ? [event.k] : [])));
    }
    assert.deepEqual(keys, [['loss'], ['acc']]);
  });

  it('warn of a broken pattern and of broken settings', async () => {
    const [bad, good] = await record('echo loss 1', '--metric', '(', '--metric', 'loss (?<loss>\\S+)');
    assert.equal((bad as { code: string }).code, 'bad-pattern');
    assert.deepEqual(good, { e: 'm', k: 'loss', v: 1, src: 'stdout' });
    const workspace = workspaceWith({ '.vscode/settings.json': '{ "trialbook.outputMetrics": [' });
    const { code, stderr } = await cli(workspace, runWords(['true']));
    assert.equal(code, 0);
    assert.match(stderr, /settings\.json is not valid JSON\. Correct it in the editor\./);
    const [warning] = (await recorderEnded(runFolders(workspace)[0] ?? '')).filter((event) => event.e === 'warn');
    assert.ok(warning?.e === 'warn');
    assert.equal(warning.code, 'bad-settings');
  });
});
