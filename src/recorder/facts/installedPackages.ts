/** Lists what is installed for an interpreter from the names of the folders that its installers leave. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { putFile } from '../../common/atomicFile';
import { PACKAGES_FILE } from '../../common/workspaceFolder';
import type { InterpreterEvent } from '../../protocol/trainingEvents';
import type { InstalledPackage, PackageList } from '../../protocol/snapshotManifest';

const MAX_PATHS = 200;
const MAX_PACKAGES = 10_000;
/** `scikit_learn-1.5.0.dist-info`, `PyYAML-6.0-py3.11.egg-info`; a version holds no dash. */
const INFO = /^(?<name>.+?)-(?<version>\d[^-]*)(-py\d[\d.]*)?(-[\w.]+)?\.(dist|egg)-info$/;

/** Writes `packages.json` of a run for the interpreter that its tracker named. Rejects as `fs` does. */
export async function recordPackages(runDir: string, interpreter: InterpreterEvent): Promise<void> {
  const list: PackageList = {
    version: 1,
    createdAt: Date.now(),
    interpreter: { path: interpreter.exe, version: interpreter.version },
    packages: await listPackages(interpreter.paths),
  };
  await putFile(path.join(runDir, PACKAGES_FILE), JSON.stringify(list, undefined, 1));
}

/** The packages that an interpreter with this `sys.path` finds: of two of the same name the one that comes first. */
async function listPackages(paths: readonly string[]): Promise<InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>();
  for (const folder of paths.slice(0, MAX_PATHS)) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => /\.(dist|egg)-info$/.test(one))) {
      const one = parseInfoName(name) ?? (await readMetadata(path.join(folder, name)));
      if (one !== undefined && !found.has(one.name) && found.size < MAX_PACKAGES) found.set(one.name, one);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parseInfoName(folder: string): InstalledPackage | undefined {
  const { name, version } = INFO.exec(folder)?.groups ?? {};
  return name === undefined || version === undefined ? undefined : { name: normalise(name), version };
}

/** Of an information folder, or of the one file that old installers leave. */
async function readMetadata(info: string): Promise<InstalledPackage | undefined> {
  for (const file of [path.join(info, 'METADATA'), path.join(info, 'PKG-INFO'), info]) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const [name, version] = ['Name', 'Version'].map((field) => new RegExp(`^${field}: *(.+)$`, 'm').exec(text)?.[1]);
    if (name !== undefined && version !== undefined) return { name: normalise(name.trim()), version: version.trim() };
  }
  return undefined;
}

function normalise(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
