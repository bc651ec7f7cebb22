/** How the surroundings of two runs differ: packages, machine, command. */
import type { Change, MachineChanges, MachinePart, PackageChanges } from '../../protocol/changesApi';
import type { PackageList, SnapshotEnvironment } from '../../protocol/snapshotManifest';
import { changesOf } from './changes';

export function packageChanges(before: PackageList | undefined, after: PackageList | undefined): PackageChanges | null {
  if (before === undefined || after === undefined) return null;
  const [old, now] = [before.interpreter.version, after.interpreter.version];
  return {
    python: old === now ? null : { key: 'Python', before: old, after: now },
    changed: changesOf(versions(before), versions(after)),
  };
}

/** Whether the same versions were installed, as far as it is known. */
export function isSamePackages(a: PackageList | undefined, b: PackageList | undefined): boolean {
  const changes = packageChanges(a, b);
  if (changes === null) return a === b;
  return changes.python === null && changes.changed.length === 0;
}

export function machineChanges(before: SnapshotEnvironment, after: SnapshotEnvironment): MachineChanges {
  return {
    parts: changesOf(machineParts(before), machineParts(after)) as MachineChanges['parts'],
    variables: changesOf(new Map(Object.entries(before.variables)), new Map(Object.entries(after.variables))),
  };
}

/** The command as it was recorded, and where it was called. */
export function commandChanges(
  before: { command: readonly string[]; cwd: string },
  after: { command: readonly string[]; cwd: string },
): (Change<string> & { key: 'command' | 'cwd' })[] {
  return changesOf(commandParts(before), commandParts(after)) as (Change<string> & { key: 'command' | 'cwd' })[];
}

export function commandParts({ command, cwd }: { command: readonly string[]; cwd: string }): Map<string, string> {
  return new Map([
    ['command', command.map(quoted).join(' ')],
    ['cwd', cwd],
  ]);
}

function quoted(word: string): string {
  return /^[^\s"']+$/.test(word) ? word : JSON.stringify(word);
}

function versions({ packages }: PackageList): Map<string, string> {
  return new Map(packages.map(({ name, version }) => [name, version]));
}

/** By the names of {@link MachinePart}; what is not known is left out. */
export function machineParts(environment: SnapshotEnvironment): Map<string, string> {
  const { host, platform, arch, release, cpuModel, cpus, memory, gpus, driver, interpreter } = environment;
  const parts: [MachinePart, string | null][] = [
    ['host', host],
    ['system', `${platform} ${release} ${arch}`],
    ['processor', cpuModel],
    ['processors', String(cpus)],
    ['memory', gibibytes(memory)],
    [
      'gpus',
      gpus?.map((gpu) => [gpu.name, ...(gpu.memory === null ? [] : [gibibytes(gpu.memory)])].join(' ')).join(', ') ||
        null,
    ],
    ['driver', driver],
    ['interpreter', interpreter],
  ];
  return new Map(parts.filter((part): part is [MachinePart, string] => part[1] !== null));
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
