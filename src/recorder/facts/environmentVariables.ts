/** The environment variables that are recorded with a run. */
import { redactValue } from '../../common/redaction';

/** Characters of a value. */
const MAX_LENGTH = 2_000;

/** Devices, threads, interpreters, seeds, ranks, batch systems and the switches of libraries: what changes a result. */
const RECORDED = [
  /^(CUDA|NVIDIA|HIP|ROCR|GPU|ZE|ASCEND_RT)_(VISIBLE|DEVICE_ORDINAL|AFFINITY_MASK)/,
  /^(CUDA_LAUNCH_BLOCKING|CUDA_DEVICE_ORDER|CUBLAS_WORKSPACE_CONFIG|NVIDIA_TF32_OVERRIDE)$/,
  /^(OMP|MKL|OPENBLAS|NUMEXPR|VECLIB|BLIS)_.*THREADS$/,
  /^(CONDA_DEFAULT_ENV|CONDA_PREFIX|VIRTUAL_ENV|PYTHONPATH|PYTHONHASHSEED|PYTHONWARNINGS|PYTHONOPTIMIZE)$/,
  /^(RANK|LOCAL_RANK|NODE_RANK|GROUP_RANK|WORLD_SIZE|LOCAL_WORLD_SIZE|MASTER_ADDR|MASTER_PORT)$/,
  /^SLURM_(JOB_ID|JOB_NAME|JOB_PARTITION|ARRAY_JOB_ID|ARRAY_TASK_ID|NTASKS|PROCID|LOCALID|NODEID|NNODES|CPUS_PER_TASK)$/,
  /^(NCCL|GLOO|PYTORCH|TORCH|TORCHDYNAMO|TORCHINDUCTOR|XLA|JAX|ACCELERATE)_/,
  /^TF_(CONFIG|DETERMINISTIC_OPS|CUDNN_|ENABLE_|FORCE_|GPU_|NUM_|XLA_|USE_|CPP_)/,
  /^(KERAS_BACKEND|KERAS_HOME|TOKENIZERS_PARALLELISM|TRANSFORMERS_OFFLINE)$/,
  /^HF_(HOME|HUB_OFFLINE|DATASETS_OFFLINE|EVALUATE_OFFLINE|HUB_CACHE|DATASETS_CACHE)$/,
  /^(LANG|LC_ALL|LC_NUMERIC|TZ)$/,
];

/**
 * The variables of `env` that change how trainings run, and those of `names`, which the user asked for. What a name or a
 * value's shape says is a secret is masked, whoever asked for it.
 */
export function recordedVariables(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  const known = Object.keys(env).filter((name) => RECORDED.some((pattern) => pattern.test(name)));
  const wanted = [...new Set([...known, ...names])].sort();
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, redactValue(name, value).slice(0, MAX_LENGTH)]];
    }),
  );
}
