import assert from 'node:assert/strict';
import { isScriptFile, parseShebang, scriptProgram } from '../../../src/training/scriptKinds';

describe('what runs a script', () => {
  it('is what its first line says', () => {
    const lines: [string, string[] | undefined][] = [
      ['#!/usr/bin/env Rscript', ['Rscript']],
      ['#! /usr/bin/env -S Rscript --vanilla ', ['Rscript', '--vanilla']],
      ['#!/bin/bash -e', ['/bin/bash', '-e']],
      ['#!/usr/local/bin/julia', ['/usr/local/bin/julia']],
      ['#!/usr/bin/env', undefined],
      ['#!', undefined],
      ['# comment', undefined],
      ['echo #!/bin/sh', undefined],
      ['', undefined],
    ];
    for (const [line, words] of lines) assert.deepEqual(parseShebang(line), words, line);
  });

  it('is a program for its ending where the first line says nothing', () => {
    assert.deepEqual(scriptProgram('fit.R', 'library(stats)'), ['Rscript']);
    assert.deepEqual(scriptProgram('fit.jl', ''), ['julia']);
    assert.deepEqual(scriptProgram('jobs/train.sh', 'python train.py'), ['sh']);
    assert.deepEqual(scriptProgram('jobs/train.sh', '#!/bin/bash'), ['/bin/bash']);
  });

  it("is the folder's interpreter for all that is Python's", () => {
    assert.deepEqual(scriptProgram('train.py', '#!/opt/old/bin/python2 -u'), ['python']);
    assert.deepEqual(scriptProgram('train', '#!/usr/bin/env python3.11'), ['python']);
    assert.deepEqual(scriptProgram('train', '#!/usr/bin/python3 -u'), ['python', '-u']);
    assert.deepEqual(scriptProgram('train', 'print(1)'), ['python']);
  });
});

describe('a file that can be tracked', () => {
  it('is told by its name', () => {
    for (const name of ['train.py', 'a/b.PYW', 'fit.R', 'fit.jl', 'run.sh'])
      assert.equal(isScriptFile(name), true, name);
    for (const name of ['train', 'data.csv', 'py', 'notes.py.txt']) assert.equal(isScriptFile(name), false, name);
  });
});
