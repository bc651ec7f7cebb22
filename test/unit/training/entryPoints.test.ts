import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findEntryPoint } from '../../../src/training/entryPoints';

const script = (...lines: string[]): string => lines.join('\n');

describe('finding where a training starts', () => {
  it('takes the main guard of a script that trains', () => {
    const text = script(
      'import torch',
      'def step(model):',
      '    loss = model()',
      '    loss.backward()',
      '',
      'if __name__ == "__main__":',
      '    main()',
    );
    assert.equal(findEntryPoint('experiment.py', text), 5);
  });

  it('takes the first top-level statement that trains when there is no guard', () => {
    const text = script(
      'from sklearn.svm import SVC',
      'model = SVC()',
      'X, y = load()',
      'model.fit(X, y)',
      'print(model.score(X, y))',
    );
    assert.equal(findEntryPoint('baseline.py', text), 3);
  });

  it('takes the head of a loop over epochs', () => {
    const text = script('net = Net()', 'for epoch in range(10):', '    step(net)');
    assert.equal(findEntryPoint('run.py', text), 1);
  });

  it('takes a statement that spans lines by its first line', () => {
    const text = script('history = (', '    model', '    .fit(x, y)', ')');
    assert.equal(findEntryPoint('keras_model.py', text), 0);
  });

  it('takes the guard of a script whose name says that it trains, though the loop is elsewhere', () => {
    const text = script('from engine import run', "if __name__ == '__main__':", '    run()');
    assert.equal(findEntryPoint('train.py', text), 1);
    assert.equal(findEntryPoint('finetune_bert.py', text), 1);
    assert.equal(findEntryPoint('serve.py', text), undefined);
  });

  it('takes the guard of the example', () => {
    const text = readFileSync('examples/penguins/train.py', 'utf8');
    const line = findEntryPoint('train.py', text);
    assert.match(text.split('\n')[line ?? -1] ?? '', /^if __name__ == "__main__":/);
  });

  const nothing: [why: string, file: string, text: string][] = [
    ['an empty file', 'train.py', ''],
    ['a module that only defines a training', 'engine.py', script('def train(model):', '    model.fit(1)')],
    ['a class with a fit method', 'model.py', script('class Net:', '    def fit(self):', '        self.x.backward()')],
    [
      'a script that evaluates',
      'evaluate.py',
      script('m = load()', 'print(m.predict(x))', 'if __name__ == "__main__":', '  main()'),
    ],
    ['a test', 'test_train.py', script('def test(): model.fit(x)', 'if __name__ == "__main__":', '    model.fit(x)')],
    ['a package marker', '__init__.py', script('model.fit(x)')],
    ['a training in a comment', 'plot.py', script('# model.fit(x)', 'plot()')],
    ['a training in a string', 'docs.py', script('TEXT = """', 'model.fit(x)', '"""', "print('model.fit(x)')")],
    ['a guard in a string', 'make.py', script("T = '''", 'if __name__ == "__main__":', "'''", 'def train(): pass')],
  ];
  for (const [why, file, text] of nothing) {
    it(`finds none in ${why}`, () => assert.equal(findEntryPoint(file, text), undefined));
  }

  it('reads a file of broken Python without harm', () => {
    assert.equal(findEntryPoint('train.py', `x = """never closed\nmodel.fit(x)\n${"'".repeat(1000)}`), undefined);
  });
});
