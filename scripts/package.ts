/**
 * Packs the extension for publication into `vsix/`: `--target linux-x64` for one platform (again for more), `--all` for
 * every one and the universal package, by default for this machine's.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../test/host/extension';
import { ROOT } from '../test/host/paths';
import { exitOnSignals } from '../test/host/processes';
import { ownTarget, packVsix, type Target, TARGETS } from './vsix';

const UNIVERSAL = 'universal';

function chosenTargets(): (Target | typeof UNIVERSAL)[] {
  const options = { target: { type: 'string', multiple: true }, all: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  const known = [...TARGETS, UNIVERSAL] as const;
  if (values.all === true) return [...known];
  const names = values.target ?? [ownTarget() ?? UNIVERSAL];
  return names.map((name) => {
    const target = known.find((one) => one === name);
    if (target === undefined) throw new Error(`There is no target ${name}: ${known.join(', ')}.`);
    return target;
  });
}

exitOnSignals();
const targets = chosenTargets();
await buildExtension();
for (const target of targets) {
  const file = path.join(ROOT, 'vsix', `trialbook-${target}.vsix`);
  const size = await packVsix(target === UNIVERSAL ? undefined : target, file);
  console.log(`${path.relative(ROOT, file)}  ${(size / 1000).toFixed(1)} kB`);
}
