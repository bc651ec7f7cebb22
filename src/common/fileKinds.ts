/** What a file of the workspace is to a run, judged by its name alone. */
import path from 'node:path';

const CODE = words('.py .pyi .pyc .pyx .pyd .so .dll .dylib .ipynb .r .jl .sh');
const CONFIG = words('.yaml .yml .toml .ini .cfg .conf .env .lock');
const MODEL = words(
  '.pt .pth .ckpt .safetensors .onnx .keras .joblib .pkl .pickle .cbm .bst .ubj .gguf .tflite .mlmodel .h5 .hdf5 .skops .pb .rds .jld2',
);
/** Formats that hold anything: a model only when the name says so. */
const GENERAL = words('.json .txt .bin .npz .npy .xml .zip');
const MODEL_NAME = /(^|[^a-z])(model|weights?|checkpoint|ckpt|classifier|regressor|estimator|booster)([^a-z]|$)/i;
const CONFIG_NAME = /(^|[^a-z])(config|settings|package|params?|args|hparams|manifest)([^a-z]|$)/i;
const SKIPPED_FOLDERS = words(
  '.trialbook .git .hg .svn .venv venv node_modules site-packages __pycache__ .ipynb_checkpoints .mypy_cache .pytest_cache .ruff_cache .tox .vscode .idea .dvc',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Whether a workspace-relative path lies in a folder that no run's data or artifacts are looked for in. */
export function isSkippedPath(relative: string): boolean {
  return relative.split('/').some(isSkippedFolder);
}

/** Whether a folder of this name is one that {@link isSkippedPath} means. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** Whether a file that a run read counts as a dataset: neither code nor configuration. */
export function isDatasetFile(relative: string): boolean {
  const extension = path.posix.extname(relative).toLowerCase();
  if (isSkippedPath(relative) || CODE.has(extension) || CONFIG.has(extension)) return false;
  return !(extension === '.json' && CONFIG_NAME.test(path.posix.basename(relative)));
}

/** Whether a file that a run wrote holds a trained model or is just a file; `undefined` for what is not recorded. */
export function artifactKind(relative: string): 'model' | 'file' | undefined {
  const extension = path.posix.extname(relative).toLowerCase();
  if (isSkippedPath(relative) || extension === '.pyc') return undefined;
  if (MODEL.has(extension)) return 'model';
  return GENERAL.has(extension) && MODEL_NAME.test(path.posix.basename(relative, extension)) ? 'model' : 'file';
}
