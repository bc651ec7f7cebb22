/** How the recorder brings the tracker into a training. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { allEvents, bare, cli, PYTHON_DIR, recorderEnded, removeTemporary, runFolders, workspaceWith } from './support';

const TRAIN = `
import argparse, os
p = argparse.ArgumentParser(); p.add_argument('--lr', type=float); p.parse_args()
open('model.json', 'w').close()
print('off:', os.environ.get('TRIALBOOK_OFF'))
`;

interface Tracked {
  output: string;
  command: string[];
  params: object[];
  opened: string[];
  warnings: string[];
}

async function track(options: string[], command: string[]): Promise<Tracked> {
  const workspace = workspaceWith({ 'train.py': TRAIN });
  const { code, stderr } = await cli(workspace, ['run', '--python-dir', PYTHON_DIR, ...options, '--', ...command]);
  assert.equal(code, 0, stderr);
  const [folder = ''] = runFolders(workspace);
  await recorderEnded(folder);
  const events = allEvents(folder).flat();
  return {
    output: readFileSync(path.join(folder, 'output.log'), 'utf8'),
    command: events.flatMap((event) => (event.e === 'run' ? event.command : [])),
    params: bare(events.filter((event) => event.e === 'p')),
    opened: events.flatMap((event) => (event.e === 'open' && event.mode === 'w' ? path.basename(event.path) : [])),
    warnings: events.flatMap((event) => (event.e === 'warn' ? event.code : [])),
  };
}

describe('the tracker', function () {
  this.timeout(60_000);
  after(removeTemporary);

  for (const flags of ['-I', '-E', '-IS', '-u -S', '-Em']) {
    it(`starts in a Python with ${flags}, and the command is recorded as it was given`, async () => {
      const script = flags.endsWith('m') ? 'train' : 'train.py';
      const command = ['python3', ...flags.split(' '), script, '--lr', '0.5'];
      const { output, ...tracked } = await track([], command);
      assert.equal(output, 'off: None\n');
      assert.deepEqual(tracked, {
        command,
        params: [{ e: 'p', k: 'lr', v: 0.5, src: 'argparse' }],
        opened: ['model.json'],
        warnings: [],
      });
    });
  }

  it('leaves alone what is switched off', async () => {
    const tracked = await track(['--no-opens', '--no-scores'], ['python3', 'train.py', '--lr', '0.5']);
    assert.equal(tracked.output, 'off: scores,opens\n');
    assert.deepEqual([tracked.params.length, tracked.opened], [1, []]);
  });
});
