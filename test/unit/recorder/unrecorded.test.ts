import assert from 'node:assert/strict';
import { runUnrecorded } from '../../../src/recorder/unrecorded';

describe('a training that is not recorded', () => {
  it('leaves no listeners behind, however it ends', async () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const listeners = (): number[] => signals.map((signal) => process.listenerCount(signal));
    const before = listeners();
    const node = [process.execPath, '-e', 'process.exit(3)'];
    assert.equal(await runUnrecorded(node, process.cwd(), () => undefined), 3);
    assert.equal(await runUnrecorded(['/nonexistent/program'], process.cwd(), () => undefined), 127);
    assert.deepEqual(listeners(), before);
  });
});
