import assert from 'node:assert/strict';
import path from 'node:path';
import { withoutDebugger } from '../../../src/recorder/debuggedCommand';
import { analyseCommand } from '../../../src/recorder/trainingCommand';

const WORKSPACE = path.resolve('/ws');
const LAUNCHED = '/lib/debugpy --connect 127.0.0.1:5678 --configure-qt none --adapter-access-token 0f1e';

describe('a command that debugpy starts', () => {
  const commands: [string, string][] = [
    [`/venv/bin/python -X frozen_modules=off ${LAUNCHED} /ws/train.py --lr 1`, '/venv/bin/python train.py --lr 1'],
    [`python3 -u -X dev -X frozen_modules=off ${LAUNCHED} /ws/sub/train.py`, 'python3 -u -X dev sub/train.py'],
    [`python3 ${LAUNCHED} /elsewhere/train.py`, 'python3 /elsewhere/train.py'],
    [`python3 ${LAUNCHED} -m pkg.fit --connect x`, 'python3 -m pkg.fit --connect x'],
    [`python3 ${LAUNCHED} -c print(1)`, 'python3 -c print(1)'],
    ['python3 -m debugpy --listen 5678 --wait-for-client train.py --lr 1', 'python3 train.py --lr 1'],
    [`uv run python ${LAUNCHED} --configure-subProcess False --log-to /tmp train.py`, 'uv run python train.py'],
  ];
  for (const [command, expected] of commands) {
    it(`is "${expected}"`, () => {
      const words = expected.split(' ').map((word) => word.replace('sub/', `sub${path.sep}`));
      assert.deepEqual(withoutDebugger(command.split(' '), WORKSPACE), words);
    });
  }

  for (const command of [
    'python3 train.py debugpy --connect 1',
    'python3 /ws/train.py',
    'python3 -m debugpy --listen 5678 --pid 12',
    'python3 -m debugpy --from-another-age x train.py',
    'python3 -m debugpy',
    'Rscript debugpy train.R',
    'python3',
  ]) {
    it(`stays as it is: "${command}"`, () => {
      assert.deepEqual(withoutDebugger(command.split(' '), WORKSPACE), command.split(' '));
    });
  }

  it('names the script of its user', () => {
    const script = path.join(WORKSPACE, 'train.py');
    const command = `python -X frozen_modules=off ${LAUNCHED} ${script} --lr 1`.split(' ');
    assert.deepEqual(analyseCommand(command, WORKSPACE), { python: true, script, debugged: true });
  });
});
