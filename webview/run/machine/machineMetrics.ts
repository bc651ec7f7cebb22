import type { RunPageStrings } from '../../../src/protocol/runPageStrings';
import { fillTemplate } from '../../ui/fillTemplate';
import type { ValueUnit } from '../../ui/valueUnits';

export const MACHINE_PREFIX = 'system/';

/** Units by the ending of a key, as those who log them name them. */
const UNITS: [ending: RegExp, unit: ValueUnit][] = [
  [/_bytes_per_s$/, 'bytesPerSecond'],
  [/_bytes$/, 'bytes'],
  [/_percent$/, 'percent'],
  [/_watts$/, 'watts'],
  [/_celsius$/, 'celsius'],
];

/** The unit of what was sampled of the machine; `undefined` where its key names none. */
export function machineUnit(key: string): ValueUnit | undefined {
  return UNITS.find(([ending]) => ending.test(key))?.[1];
}

/** What people call it: "Memory", "GPU 0 power". What the program logged itself under `system/` keeps its key. */
export function machineName(key: string, names: RunPageStrings['machineNames']): string {
  const own = key.slice(MACHINE_PREFIX.length);
  const [, gpu, part] = /^gpu\/(\d+)\/(.+)$/.exec(own) ?? [];
  const known: Readonly<Record<string, string>> = gpu === undefined ? names.own : names.gpu;
  const name = part ?? own;
  if (!Object.hasOwn(known, name)) return own;
  return gpu === undefined ? known[name]! : fillTemplate(known[name]!, gpu);
}
