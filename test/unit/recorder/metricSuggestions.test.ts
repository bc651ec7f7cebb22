import assert from 'node:assert/strict';
import { LineSplitter } from '../../../src/recorder/lineSplitter';
import { MetricSuggester } from '../../../src/recorder/metricSuggestions';
import type { MetricSuggestion } from '../../../src/protocol/commandLine';

function suggest(log: string): MetricSuggestion[] {
  const suggester = new MetricSuggester();
  const splitter = new LineSplitter((line) => suggester.line(line));
  splitter.write(Buffer.from(log));
  splitter.end();
  return suggester.suggest();
}

/** What the best candidate finds: keys, whether with a step, in how many lines, and the values. */
function best(log: string) {
  const [first] = suggest(log);
  return (
    first && {
      step: first.hasStep,
      lines: first.lines,
      ...Object.fromEntries(first.metrics.map((m) => [m.key, m.values])),
    }
  );
}

function repeat(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i + 1)).join('');
}

describe('candidates for metrics', () => {
  it('describe what they find', () => {
    const log =
      'Loading penguins.csv\nusing device cpu:0\n' +
      repeat(3, (i) => `epoch ${i}/3  loss ${i}.5000  val_acc=${i / 10}\n`) +
      'saved model.json\n';
    assert.deepEqual(suggest(log), [
      {
        pattern:
          String.raw`\bepoch\s+(?<step>[\d.]+)\s*/\s*\d+.*?\bloss\s+(?<loss>[-+.\w]+)` +
          String.raw`.*?\bval_acc\s*=\s*(?<val_acc>[-+.\w]+)`,
        keys: ['loss', 'val_acc'],
        hasStep: true,
        lines: 3,
        example: 'epoch 1/3  loss 1.5000  val_acc=0.1',
        metrics: [
          { key: 'loss', count: 3, values: [1.5, 2.5, 3.5] },
          { key: 'val_acc', count: 3, values: [0.1, 0.2, 0.3] },
        ],
      },
    ]);
  });

  const logs: [string, string, object | undefined][] = [
    [
      'keras lines',
      repeat(
        2,
        (i) =>
          `Epoch ${i}/2\n\r1/9 [=>...] - ETA: 1s - loss: 2.1\r9/9 [====] - 3s 2ms/step - loss: 0.${i} - val_loss: ${i}\n`,
      ),
      { step: false, lines: 2, loss: [0.1, 0.2], val_loss: [1, 2] },
    ],
    [
      'the lines of the PyTorch example',
      repeat(3, (i) => `Train Epoch: 1 [${i * 640}/60000 (${i}%)]\tLoss: 2.3${i}\n`),
      { step: true, lines: 3, Loss: [2.31, 2.32, 2.33] },
    ],
    [
      "the dictionaries of transformers' Trainer",
      repeat(2, (i) => `{'loss': 0.${i}, 'learning_rate': 1e-0${i}, 'epoch': ${i}.0}\n`),
      { step: true, lines: 2, loss: [0.1, 0.2], learning_rate: [0.1, 0.01] },
    ],
    [
      'boosting rounds',
      repeat(2, (i) => `[${i}]\ttrain-logloss:0.${i}\tval-auc:0.9${i}\n`),
      { step: true, lines: 2, train_logloss: [0.1, 0.2], val_auc: [0.91, 0.92] },
    ],
    [
      'names of two words, diverging values and percents',
      'Train Loss: 0.5 | Val Loss: 0.7 | Val Acc: 91.5%\nTrain Loss: nan | Val Loss: inf | Val Acc: 10%\n',
      { step: false, lines: 2, Train_Loss: [0.5, 'NaN'], Val_Loss: [0.7, 'Infinity'], Val_Acc: [91.5, 10] },
    ],
    [
      'a result that is printed once',
      'done\nfinal test accuracy: 0.93\n',
      { step: false, lines: 1, test_accuracy: [0.93] },
    ],
    ['names that no group may have', 'value: 1\nvalue: 2\n', { step: false, lines: 2, value_: [1, 2] }],
  ];
  for (const [name, log, expected] of logs) {
    it(`find ${name}`, () => assert.deepEqual(best(log), expected));
  }

  it('take the finest counter that never falls as the step', () => {
    const log = repeat(4, (i) => `epoch ${Math.ceil(i / 2)} step ${((i - 1) % 2) + 1} loss ${i}\n`);
    assert.match(suggest(log)[0]?.pattern ?? '', /^\\bepoch\\s\+\(\?<step>/);
    const rising = repeat(4, (i) => `epoch ${Math.ceil(i / 2)} step ${i} loss ${i}\n`);
    assert.match(suggest(rising)[0]?.pattern ?? '', /^\\bstep\\s\+\(\?<step>/);
  });

  it('are none for dates, versions, durations, paths and explicit metrics', () => {
    const log =
      repeat(3, (i) => `2026-11-2${i} 10:00:0${i} INFO started\n`) +
      repeat(3, (i) => `Python 3.1${i}.2\nTook: ${i}.5s\ncuda:${i}\n/data/part-${i}.csv\n`) +
      repeat(3, (i) => `::metric loss=${i} step=${i}\n`);
    assert.deepEqual(
      suggest(log).filter((one) => !/cuda|INFO/.test(one.example)),
      [],
    );
  });

  it('stay few, and fast on hostile lines', () => {
    const log =
      repeat(2000, (i) => `name${i} 1 other${i} 2\nname${i} 1 other${i} 3\n`) +
      repeat(50, () => `${'a '.repeat(1000)}${'1 '.repeat(500)}\n${'a=1 '.repeat(900)}\n${'[1/'.repeat(1000)}\n`);
    assert.equal(suggest(log).length, 10);
  });
});
