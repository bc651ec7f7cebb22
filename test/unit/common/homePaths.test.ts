import assert from 'node:assert/strict';
import { withoutHomes } from '../../../src/common/homePaths';

describe('home folders', () => {
  const cases: [text: string, told: string][] = [
    ['/home/ada/venv/bin/python', '~/venv/bin/python'],
    ['PYTHONPATH=/Users/ada/x:/home/bob', 'PYTHONPATH=~/x:~'],
    ['C:\\Users\\ada\\train.py', '~\\train.py'],
    ['["python","C:\\\\Users\\\\ada\\\\train.py"]', '["python","~\\\\train.py"]'],
    ['C:\\Users\\Ada Lovelace\\train.py --out C:\\Users\\Ada', '~\\train.py --out ~'],
    // The superuser's, on any Linux.
    ['/root/train.py', '~/train.py'],
    ['/rooted/home.py', '/rooted/home.py'],
    ['train.py', 'train.py'],
  ];
  for (const [text, told] of cases) it(`${text} is told as ${told}`, () => assert.equal(withoutHomes(text), told));
});
