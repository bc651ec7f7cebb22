/**
 * Kills processes that host a store at random points of a load, with each engine in turn, and looks whether anything is
 * lost: `run.ts [rounds of each engine] [seed]`.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NativeEngine } from '../../src/store/database/nativeEngine';
import { CACHE, ROOT } from '../host/paths';
import { exitOnSignals } from '../host/processes';
import { printResult, type SuiteResult } from '../host/results';
import { sqliteNode } from '../host/sqliteNode';
import { KillRounds } from './killRounds';
import { seededRandom } from './random';
import type { Engine } from './verify';

const ROUNDS = 200;
/** Series grow with each round, and each round reads all of them. */
const ROUNDS_PER_WORKSPACE = 10;
const HOST = path.join(CACHE, 'faults/storeHost.cjs');
const WASM = path.join(ROOT, 'node_modules/sql.js/dist/sql-wasm.wasm');

async function bundleHost(): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'storeHost.ts')],
    outfile: HOST,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // As the product's bundles: esbuild cannot follow the `require` calls of a package's UMD build.
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}

/** Rounds in folders of their own; one that fails ends its folder, which is kept. */
async function killAgainAndAgain(engine: Engine, rounds: number, seed: number, result: SuiteResult): Promise<void> {
  for (let from = 0; from < rounds; from += ROUNDS_PER_WORKSPACE) {
    const dir = mkdtempSync(path.join(tmpdir(), 'trialbook-faults-'));
    const folderSeed = seed + from;
    const kills = new KillRounds({ dir, host: HOST, wasm: WASM, engine, random: seededRandom(folderSeed) });
    let round = from;
    try {
      for (; round < Math.min(rounds, from + ROUNDS_PER_WORKSPACE); round += 1) {
        await kills.round();
        result.passed += 1;
      }
      rmSync(dir, { recursive: true, force: true });
    } catch (error) {
      result.failed += 1;
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      result.failures.push(`${engine}, round ${round}, seed ${folderSeed}; its folder is ${dir}\n${reason}`);
    } finally {
      await kills.stop();
    }
  }
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const seed = Number(process.argv[3] ?? Date.now() % 1e9);
  await bundleHost();
  const result: SuiteResult = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const engine of ['native', 'sql.js'] as const) {
    const start = performance.now();
    await killAgainAndAgain(engine, rounds, seed, result);
    console.log(`${engine}: ${rounds} kills in ${((performance.now() - start) / 1000).toFixed(0)} s, seed ${seed}`);
  }
  printResult(result);
}

exitOnSignals();
if (NativeEngine.load() === undefined) {
  const args = ['--import', 'tsx', import.meta.filename, ...process.argv.slice(2)];
  process.exit(spawnSync(await sqliteNode(), args, { stdio: 'inherit' }).status ?? 1);
}
await main();
process.exit();
