import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { parseGpuLine } from '../../../../src/recorder/machine/gpuMonitor';
import { MachineSampler, type Sample } from '../../../../src/recorder/machine/machineSampler';
import { ProcProbe } from '../../../../src/recorder/machine/procProbe';
import type { Probe } from '../../../../src/recorder/machine/reading';
import { SystemProbe } from '../../../../src/recorder/machine/systemProbe';
import { until } from '../support';

const SCRIPT = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const held = Buffer.alloc(150e6, 1);
  process.on('SIGTERM', () => { child.kill(); process.exit(); });
  console.log('ready');
  setInterval(() => held, 1000);
`;

describe('probes of the machine', function () {
  this.timeout(30_000);
  const probes: [string, string[], (pid: number) => Probe][] = [
    ['/proc', ['linux'], (pid) => new ProcProbe(pid)],
    ["the system's programs", ['linux', 'darwin', 'win32'], (pid) => new SystemProbe(pid)],
  ];

  for (const [name, platforms, make] of probes) {
    it(`see a process and its children: ${name}`, async function () {
      if (!platforms.includes(process.platform)) this.skip();
      const child = spawn(process.execPath, ['-e', SCRIPT], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
      try {
        await new Promise((resolve) => child.stdout.once('data', resolve));
        const { levels, totals } = await make(child.pid ?? 0).read();
        assert.equal(levels['processes'], 2);
        assert.ok(levels['memory_bytes']! > 190e6 && levels['memory_bytes']! < 600e6, String(levels['memory_bytes']));
        assert.ok((totals['cpu_percent'] ?? levels['cpu_percent'] ?? 0) > 0);
        assert.ok(Number.isFinite(totals['network_received_bytes_per_s']));
      } finally {
        child.kill();
      }
    });
  }

  it('are asked no more after an error, of which one is told', async () => {
    const errors: unknown[] = [];
    let asked = 0;
    const failing: Probe = {
      read: () => {
        asked += 1;
        throw new Error('no answer');
      },
    };
    const sampler = new MachineSampler(
      failing,
      1000,
      () => assert.fail('no samples'),
      (error) => errors.push(error),
    );
    await delay(1500);
    sampler.dispose();
    assert.deepEqual([asked, errors.length], [1, 1]);
  });

  it('give the highest level and the growth of totals since the point before', async () => {
    const points: { samples: Sample[]; seconds: number }[] = [];
    let looksAtSecond = 0;
    const probe: Probe = {
      read: () => {
        looksAtSecond += points.length;
        return { levels: { memory_bytes: looksAtSecond === 1 ? 900 : 100 }, totals: { sent: performance.now() } };
      },
    };
    const sampler = new MachineSampler(
      probe,
      60_000,
      (samples, seconds) => points.push({ samples, seconds }),
      (error) => assert.fail(String(error)),
    );
    await until('the machine was looked at twice since the first point', () => looksAtSecond >= 2);
    await delay(10);
    sampler.dispose();
    const values = points.map(({ samples }) => Object.fromEntries(samples.map(({ key, value }) => [key, value])));
    const [first, last] = points.map(({ seconds }) => seconds) as [number, number];
    assert.ok(first >= 1 && last > first && points.length === 2);
    assert.deepEqual(
      values.map((one) => one['memory_bytes']),
      [100, 900],
    );
    for (const one of values) assert.ok(Math.abs(one['sent']! - 1000) < 20, String(one['sent']));
  });

  it('are told by a GPU line only what it says', () => {
    assert.deepEqual(parseGpuLine('No devices were found'), []);
    assert.deepEqual(parseGpuLine('0, [Unknown Error], [N/A], [GPU requires reset], 40'), [
      { key: 'gpu/0/temperature_celsius', value: 40 },
    ]);
  });
});
