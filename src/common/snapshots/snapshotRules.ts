/** Which files of a workspace belong to a code snapshot, judged by their names alone. */
import path from 'node:path';
import { artifactKind } from '../fileKinds';

/** Bytes; larger files are seldom written by hand. */
export const MAX_SNAPSHOT_FILE = 1024 * 1024;
/** Of all files of a snapshot together; those nearest to the workspace folder come first. */
export const SNAPSHOT_LIMITS = { files: 5000, bytes: 256 * 1024 * 1024 };

const CODE = new Set([
  '.py',
  '.pyi',
  '.pyx',
  '.pxd',
  '.ipynb',
  '.r',
  '.rmd',
  '.qmd',
  '.jl',
  '.sh',
  '.bash',
  '.zsh',
  '.ps1',
  '.bat',
  '.cmd',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '.jsx',
  '.c',
  '.cc',
  '.cpp',
  '.cxx',
  '.h',
  '.hh',
  '.hpp',
  '.cu',
  '.cuh',
  '.java',
  '.kt',
  '.scala',
  '.go',
  '.rs',
  '.lua',
  '.m',
  '.sql',
  '.stan',
  '.cmake',
  '.mk',
]);
const CONFIG = new Set([
  '.yaml',
  '.yml',
  '.toml',
  '.ini',
  '.cfg',
  '.conf',
  '.json',
  '.jsonc',
  '.gin',
  '.j2',
  '.jinja',
  '.proto',
  '.lock',
  '.dvc',
  '.properties',
]);
const NAMED = new Set([
  'makefile',
  'dockerfile',
  'containerfile',
  'pipfile',
  'snakefile',
  'justfile',
  'cmakelists.txt',
  'procfile',
  '.gitignore',
  '.gitattributes',
  '.python-version',
  'description',
  'namespace',
  'renv.lock',
]);
const REQUIREMENTS = /^(requirements|constraints)[\w.-]*\.(txt|in)$/;

const SECRETS = [
  /^\.env/,
  /\.env$/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /(^|[._-])(credentials?|secrets?|passwords?)([._-]|$)/,
  /^\.?(netrc|npmrc|pypirc|htpasswd|pgpass)$/,
  /^(kaggle|service[_-]?account.*)\.json$/,
];

/** Whether a file's name says that it holds secrets: such a file is never copied. */
export function isSecretFile(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRETS.some((pattern) => pattern.test(lower));
}

/** Whether a file's name says that it holds a program. */
export function isCodeFile(name: string): boolean {
  return CODE.has(path.extname(name).toLowerCase());
}

/** Whether a file's name says that it holds settings. */
export function isConfigFile(name: string): boolean {
  return CONFIG.has(path.extname(name).toLowerCase());
}

/** Whether a workspace-relative path names code or configuration. A `model.json` is neither, though `.json`. */
export function isSnapshotFile(relative: string): boolean {
  const name = path.posix.basename(relative).toLowerCase();
  const extension = path.posix.extname(name);
  if (CODE.has(extension) || NAMED.has(name) || REQUIREMENTS.test(name)) return true;
  return CONFIG.has(extension) && artifactKind(relative) !== 'model';
}
