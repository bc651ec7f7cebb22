import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RecorderMessage } from '../../../src/protocol/recorderChannel';
import type { RunSpecification } from '../../../src/recorder/specification';
import {
  cleanEnvironment,
  cliFile,
  recorderEnded,
  removeTemporary,
  workspaceWith,
  PLAIN_SPECIFICATION,
} from './support';

const ID = '01J00000000000000000000000';

describe('the channel from a recorder to its viewer', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('tells that the log grew, at once but at most every 20 ms', async () => {
    const workspace = workspaceWith();
    const runDir = path.join(workspace, '.trialbook', 'runs', ID);
    mkdirSync(runDir, { recursive: true });
    const recorder = fork(await cliFile(), ['record', runDir], {
      env: cleanEnvironment(),
      cwd: workspace,
      execArgv: [],
    });
    const started = Date.now();
    let grew = 0;
    recorder.on('message', (message: RecorderMessage) => {
      if (message.kind === 'log-grew') grew += 1;
    });
    const script = `let n = 0; const timer = setInterval(() => { console.log(n); if (++n === 300) clearInterval(timer) }, 1)`;
    const specification: RunSpecification = {
      id: ID,
      name: 'calm-owl',
      experiment: 'x',
      command: ['node', '-e', script],
      cwd: workspace,
      workspace,
      root: workspace,
      ...PLAIN_SPECIFICATION,
    };
    recorder.send(specification);
    await recorderEnded(runDir);
    assert.ok(grew >= 2, `${grew} messages`);
    assert.ok(grew <= (Date.now() - started) / 20 + 1, `${grew} messages in ${Date.now() - started} ms`);
  });
});
