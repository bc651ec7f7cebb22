/** What is not the same for two runs of one script: everything that can make their results differ. */
import { readObject } from '../../common/objectStore';
import { isSeedKey } from '../../protocol/seeds';
import type { Difference } from '../../protocol/reproduction';
import { portableArguments, recordedRoot, withoutRoot } from '../checkouts/recordedRoot';
import { countLines } from './lineCounts';
import type { RunFacts } from './runFacts';

/** Variables that say where a run was, and not what it did. */
const OF_PLACES = /^(PYTHONPATH|VIRTUAL_ENV|CONDA_PREFIX|SLURM_.*)$/;

/** All differences, the likeliest causes first. Contents of changed files are read to count their lines. */
export async function findDifferences(workspace: string, before: RunFacts, after: RunFacts): Promise<Difference[]> {
  const [a, b] = [before.snapshot.environment, after.snapshot.environment];
  const commands = [portableArguments(before).join(' '), portableArguments(after).join(' ')] as const;
  return [
    ...(await codeDifferences(workspace, before, after)),
    ...(commands[0] === commands[1] ? [] : [difference('command', '', ...commands)]),
    ...compare('params', paramsOf(before), paramsOf(after)),
    ...compare('data', dataOf(before), dataOf(after)),
    ...packageDifferences(before, after),
    ...compare('variables', variablesOf(before), variablesOf(after)),
    ...compare('machine', machineOf(a), machineOf(b)),
  ];
}

async function codeDifferences(workspace: string, before: RunFacts, after: RunFacts): Promise<Difference[]> {
  const ran = filesThatRan(before, after);
  const all = compare('code', codeOf(before), codeOf(after));
  const differences = all.filter(({ name }) => ran?.has(name) ?? true);
  for (const one of differences) Object.assign(one, await lineCounts(workspace, one));
  return differences;
}

/** Files that either run used; `undefined` where that is not known of both. */
function filesThatRan(...runs: RunFacts[]): Set<string> | undefined {
  if (runs.some(({ snapshot }) => snapshot.marked !== true)) return undefined;
  return new Set(
    runs.flatMap(({ snapshot }) => snapshot.files.filter((one) => one.used === true)).map((one) => one.path),
  );
}

async function lineCounts(workspace: string, { before, after }: Difference): Promise<object> {
  const textOf = async (object: string | null): Promise<string | undefined> => {
    const content = object === null ? Buffer.alloc(0) : await readObject(workspace, object);
    return typeof content === 'string' ? undefined : content.toString();
  };
  const [old, now] = await Promise.all([textOf(before), textOf(after)]);
  if (old === undefined || now === undefined) return {};
  return countLines(old, now) ?? {};
}

function packageDifferences(before: RunFacts, after: RunFacts): Difference[] {
  // Of a run without a tracker nothing is known, and nothing can be said.
  if (before.packages === null || after.packages === null) return [];
  const [a, b] = [before.packages, after.packages];
  const python = [a.interpreter.version, b.interpreter.version] as const;
  const versions = ({ packages }: typeof a): Map<string, string> =>
    new Map(packages.map((one) => [one.name, one.version]));
  return [
    ...compare('packages', versions(a), versions(b)),
    ...(python[0] === python[1] ? [] : [difference('python', '', ...python)]),
  ];
}

function codeOf({ snapshot }: RunFacts): Map<string, string> {
  return new Map(snapshot.files.map((file) => [file.path, file.object]));
}

/** Paths may be absolute, and then differ with the folder. */
function paramsOf(facts: RunFacts): Map<string, string> {
  const root = recordedRoot(facts);
  return new Map(facts.details.params.map(({ key, value }) => [key, withoutRoot(root, String(value))]));
}

function dataOf({ details }: RunFacts): Map<string, string> {
  return new Map(details.inputs.map(({ path, digest }) => [path, digest]));
}

function variablesOf({ snapshot }: RunFacts): Map<string, string> {
  return new Map(Object.entries(snapshot.environment.variables).filter(([name]) => !OF_PLACES.test(name)));
}

function machineOf(environment: RunFacts['snapshot']['environment']): Map<string, string> {
  const { host, platform, arch, release, cpus, cpuModel, gpus, driver } = environment;
  return new Map([
    ['host', host],
    ['system', `${platform} ${release} ${arch}`],
    ['processor', `${cpus} × ${cpuModel}`],
    // Not known yet is no difference.
    ...(gpus === null ? [] : ([['gpu', gpus.map(({ name }) => name).join(', ')]] as const)),
    ...(driver === null ? [] : ([['driver', driver]] as const)),
  ]);
}

function compare(kind: Difference['kind'], a: Map<string, string>, b: Map<string, string>): Difference[] {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  const one = (name: string): Difference => difference(kind, name, a.get(name) ?? null, b.get(name) ?? null);
  return names.map(one).filter(({ before, after }) => before !== after);
}

function difference(kind: Difference['kind'], name: string, before: string | null, after: string | null): Difference {
  return { kind, name, before, after };
}

/** Whether a seed of a run is known: from its params, or as an option of its command. */
export function isSeeded({ details, run }: RunFacts): boolean {
  const options = run.command.map((word) => word.replace(/^-+/, '').replace(/=.*$/s, '').replaceAll('-', '_'));
  return details.params.some(({ key }) => isSeedKey(key)) || options.some(isSeedKey);
}
