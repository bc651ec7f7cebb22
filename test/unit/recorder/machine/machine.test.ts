import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../../src/common/processes';
import type { MetricEvent } from '../../../../src/protocol/trainingEvents';
import {
  bare,
  cli,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  startCli,
  temporaryFolder,
  until,
  workspaceWith,
} from '../support';
import { snapshotIn } from '../../snapshotOnDisk';

const MB = 1e6;

/** The words that track a command with the machine sampled every so many seconds. */
function words(command: string[], seconds: number): string[] {
  return ['run', '--python-dir', '/nonexistent', '--sample', String(seconds), '--', ...command];
}

function systemMetrics(runDir: string): MetricEvent[] {
  return recorderEvents(runDir).filter((event): event is MetricEvent => event.e === 'm' && event.src === 'system');
}

function valuesOf(metrics: MetricEvent[], key: string): number[] {
  return metrics.filter((event) => event.k === `system/${key}`).map((event) => Number(event.v));
}

/** A folder with a `nvidia-smi` that says these lines, and again every second when it is asked to go on. */
function fakeNvidiaSmi(script: string): string {
  const folder = temporaryFolder();
  const file = path.join(folder, 'nvidia-smi');
  writeFileSync(file, `#!/bin/sh\n${script}`);
  chmodSync(file, 0o755);
  return folder;
}

describe('samples of the machine', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  after(removeTemporary);

  it("are taken of the training's whole process tree, the end included", async () => {
    const child = 'import time; held = b"x" * 100_000_000; time.sleep(3.4)';
    const script = [
      'import subprocess, sys, time',
      `child = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(child)}], start_new_session=True)`,
      'held = b"x" * 200_000_000',
      'open("out.bin", "wb").write(held)',
      'end = time.time() + 3.4',
      'while time.time() < end: pass',
      'child.wait()',
    ].join('\n');
    const workspace = workspaceWith({ 'train.py': script });
    await cli(workspace, words(['python3', 'train.py'], 60));
    const metrics = systemMetrics(runFolders(workspace)[0] ?? '');
    const memory = valuesOf(metrics, 'memory_bytes');
    assert.equal(memory.length, 2, 'one after a second, one of the end');
    assert.ok(memory[1]! > 300 * MB && memory[1]! < 500 * MB, String(memory[1]));
    assert.deepEqual(valuesOf(metrics, 'processes').at(-1), 2);
    // Other programs may leave us little of a processor.
    assert.ok(valuesOf(metrics, 'cpu_percent').every((value) => value > 10 && value < 250));
    assert.ok(valuesOf(metrics, 'disk_write_bytes_per_s').some((value) => value > 10 * MB));
    for (const key of ['disk_read_bytes_per_s', 'network_received_bytes_per_s', 'network_sent_bytes_per_s']) {
      assert.equal(valuesOf(metrics, key).length, 2, key);
    }
    const [first, last] = [...new Set(metrics.map((event) => Number(event.s)))];
    assert.ok(first! >= 1 && first! <= 2, `the first after ${first} s`);
    assert.ok(last! > first! && last! >= 3, `the last after ${last} s`);
  });

  it('follow a process that outlives its parent', async () => {
    const orphan = 'import time; held = b"x" * 100_000_000; time.sleep(2.5)';
    const script = [
      'import os, sys, time',
      'if os.fork() == 0:',
      '    if os.fork() == 0:',
      `        os.execv(sys.executable, [sys.executable, "-c", ${JSON.stringify(orphan)}])`,
      '    os._exit(0)',
      'os.wait()',
      'time.sleep(2.5)',
    ].join('\n');
    const workspace = workspaceWith({ 'train.py': script });
    await cli(workspace, words(['python3', 'train.py'], 1));
    const metrics = systemMetrics(runFolders(workspace)[0] ?? '');
    assert.ok(Math.max(...valuesOf(metrics, 'memory_bytes')) > 100 * MB);
    assert.equal(Math.max(...valuesOf(metrics, 'processes')), 2);
  });

  it('tell what each GPU does, and what it cannot tell is left out', async () => {
    const bin = fakeNvidiaSmi(
      [
        `echo $$ > "$(dirname "$0")/pid"`,
        'case "$*" in',
        '  *memory.total*)',
        '    echo "NVIDIA H200, 143771, 580.159.04"',
        '    echo "NVIDIA GeForce GT 710, [N/A], 580.159.04" ;;',
        '  *) while true; do',
        '    echo "0, 87, 41234, 612.31, 58"',
        '    echo "1, [N/A], 512, [Not Supported], 43"',
        '    sleep 1',
        '  done ;;',
        'esac',
      ].join('\n'),
    );
    const workspace = workspaceWith();
    await cli(workspace, words(['sleep', '2'], 1), { PATH: `${bin}${path.delimiter}${process.env['PATH']}` });
    const runDir = runFolders(workspace)[0] ?? '';
    await recorderEnded(runDir);
    const metrics = systemMetrics(runDir);
    const first = Object.fromEntries(
      metrics.filter((event) => event.k.startsWith('system/gpu/') && event.s === 0).map((event) => [event.k, event.v]),
    );
    assert.deepEqual(first, {
      'system/gpu/0/utilization_percent': 87,
      'system/gpu/0/memory_bytes': 41234 * 1024 * 1024,
      'system/gpu/0/power_watts': 612.31,
      'system/gpu/0/temperature_celsius': 58,
      'system/gpu/1/memory_bytes': 512 * 1024 * 1024,
      'system/gpu/1/temperature_celsius': 43,
    });
    assert.ok(valuesOf(metrics, 'gpu/0/power_watts').length >= 2);
    const { environment } = snapshotIn(runDir);
    assert.deepEqual(environment.gpus, [
      { name: 'NVIDIA H200', memory: 143771 * 1024 * 1024 },
      { name: 'NVIDIA GeForce GT 710', memory: null },
    ]);
    assert.equal(environment.driver, '580.159.04');
  });

  it("end with a recorder that is killed, the GPU's program too", async () => {
    const bin = fakeNvidiaSmi(
      [
        'case "$*" in *memory.total*) exit 0 ;; esac',
        'echo $$ > "$(dirname "$0")/pid"',
        'while sleep 0.2; do echo "0, 1, 1, 1, 1" || exit; done',
      ].join('\n'),
    );
    const workspace = workspaceWith();
    const env = { PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
    const started = await startCli(workspace, words(['sleep', '3'], 1), env);
    const pid = await until('nvidia-smi starts', () => Number(readFileSync(path.join(bin, 'pid'), 'utf8')));
    const hello = await until('the recorder says hello', () => recorderEvents(runFolders(workspace)[0] ?? '')[0]);
    assert.ok(hello.e === 'hello');
    process.kill(hello.pid, 'SIGKILL');
    await until('nvidia-smi ends', () => !isProcessAlive(pid));
    await started.finished;
  });

  it('cost a run nothing where nvidia-smi has no driver to ask', async () => {
    const bin = fakeNvidiaSmi(
      'echo "NVIDIA-SMI has failed because it couldn\'t communicate with the driver"\nexit 9\n',
    );
    const workspace = workspaceWith();
    const env = { PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
    await cli(workspace, words(['sleep', '1.5'], 1), env);
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    assert.deepEqual(bare(events.filter((event) => event.e === 'warn')), []);
    assert.ok(events.every((event) => event.e !== 'm' || !event.k.includes('gpu')));
  });

  it('are not taken when nobody wants them', async () => {
    const workspace = workspaceWith();
    await cli(workspace, words(['sleep', '1.5'], 0));
    assert.deepEqual(systemMetrics(runFolders(workspace)[0] ?? ''), []);
  });
});
