import assert from 'node:assert/strict';
import type { ParamValue } from '../../../src/protocol/numbers';
import { pythonValueAt } from '../../../src/changes/pythonValue';

/** `|` marks the cursor. Gives path, value and the literal's text. */
function at(source: string): [path: string, value: ParamValue, literal: string] | undefined {
  const lines = source.split('\n');
  const line = lines.findIndex((one) => one.includes('|'));
  const column = lines[line]!.indexOf('|');
  lines[line] = lines[line]!.replace('|', '');
  const found = pythonValueAt((n) => lines[n] ?? '', line, column);
  return found && [found.path.join('.'), found.value, lines[line].slice(found.start, found.end)];
}

describe('values in Python code', () => {
  const named: [source: string, path: string, value: ParamValue, literal: string][] = [
    ['lr = 0.|01', 'lr', 0.01, '0.01'],
    ['lr: float = |1e-3', 'lr', 0.001, '1e-3'],
    ['    lr=-0.5|,', 'lr', -0.5, '-0.5'],
    ['x = train(lr=0.1, n=1_0|00)', 'n', 1000, '1_000'],
    ['self.hidden = 3|2  # units', 'hidden', 32, '32'],
    ['cfg.optimizer.lr = .|5', 'optimizer.lr', 0.5, '.5'],
    ['config["lr"] = 0.0|1', 'lr', 0.01, '0.01'],
    ["config = {'lr': 0.1, 'batch-size': 6|4}", 'batch-size', 64, '64'],
    ['name = "ad|am"', 'name', 'adam', '"adam"'],
    ['augment = Tr|ue', 'augment', true, 'True'],
    ['decay = No|ne', 'decay', null, 'None'],
    ['parser.add_argument("--lr", type=float, default=0.0|1, help="x")', 'lr', 0.01, '0.01'],
    ['parser.add_argument("-b", "--batch-size", default=3|2)', 'batch-size', 32, '32'],
    ['parser.add_argument(\n    "--lr",\n    type=float,\n    default=0.0|1,\n)', 'lr', 0.01, '0.01'],
    ['p.add_argument("--a", default=1)\np.add_argument("--b", default=|2)', 'b', 2, '2'],
    ['@click.option("--lr", "rate", default=0.|1)', 'rate', 0.1, '0.1'],
    ['def main(lr: float = typer.Option(0.0|1, "--lr")):', 'lr', 0.01, '0.01'],
    ['    lr: float = field(default=0.|1)', 'lr', 0.1, '0.1'],
    ['SVC(C=|1.0)', 'C', 1, '1.0'],
  ];
  for (const [source, path, value, literal] of named) {
    it(`are named: ${source.replaceAll('\n', ' ')}`, () => assert.deepEqual(at(source), [path, value, literal]));
  }

  for (const source of [
    'lr |= 0.01',
    'if lr == 0.|01:',
    'x <= 1|0',
    'print(0.|01)',
    '# lr = 0.|01',
    'text = f(a)  # lr = 0.|01',
    'y = x * 0.|5',
    'l|r = 0.1',
    'x[1|0]',
    'default = 0.|1',
    'v1|0 = 3',
  ]) {
    it(`are no hyper-parameter's: ${source}`, () => assert.equal(at(source), undefined));
  }

  it('are not looked for in a line that is data, which would take seconds', () => {
    const data = `${'a.'.repeat(20_000)}b`;
    const start = performance.now();
    assert.equal(at(`${data} = 0.|01`), undefined);
    assert.deepEqual(at(`x = "${data}"\nlr = 0.|01`), ['lr', 0.01, '0.01']);
    assert.ok(performance.now() - start < 300);
  });
});
