import path from 'node:path';

/** Names that frameworks give the parts of one training: Keras writes `train` and `validation` side by side. */
const PARTS = new Set(['train', 'training', 'val', 'valid', 'validation', 'eval', 'test']);
/** PyTorch's `add_hparams` writes into a folder of its own below the log directory, named by the time. */
const TIME_NAME = /^\d{9,}(\.\d+)?$/;

/** The log directory of an event file. */
export function logDirectory(file: string): string {
  const folder = path.dirname(file);
  return TIME_NAME.test(path.basename(folder)) ? path.dirname(folder) : folder;
}

/**
 * Names the log directories of one training as TensorBoard names its runs: by their place below a common folder, with
 * no name where there is but one. A name that was given stays.
 */
export class LogDirectories {
  private readonly folders: string[] = [];
  private root: string | undefined;

  add(folder: string): void {
    if (!this.folders.includes(folder)) this.folders.push(folder);
  }

  /** What stands in front of the keys of a directory: `train/`, or nothing. */
  prefix(folder: string): string {
    this.root ??= commonFolder(this.folders.length > 1 ? this.folders : this.folders.map(wholeTraining));
    const name = path.relative(commonFolder([this.root, folder]), folder);
    return name === '' ? '' : `${name.split(path.sep).join('/')}/`;
  }
}

function wholeTraining(folder: string): string {
  return PARTS.has(path.basename(folder)) ? path.dirname(folder) : folder;
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...rest] = folders.map((folder) => folder.split(path.sep));
  const differs = first.findIndex((part, i) => rest.some((other) => other[i] !== part));
  return (differs < 0 ? first : first.slice(0, differs)).join(path.sep) || path.sep;
}
