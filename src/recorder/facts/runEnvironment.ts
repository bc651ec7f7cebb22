import os from 'node:os';
import { redactArguments } from '../../common/redaction';
import type { SnapshotEnvironment } from '../../protocol/snapshotManifest';
import type { RunSpecification } from '../specification';
import { findProgram } from '../trainingCommand';
import { recordedVariables } from './environmentVariables';

/** The machine and the command of a run, as far as they are known at once. */
export function describeEnvironment(specification: RunSpecification): SnapshotEnvironment {
  const { command, cwd, environment } = specification;
  const cpus = os.cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    release: os.release(),
    host: os.hostname(),
    user: userName(),
    cpus: cpus.length,
    cpuModel: cpus[0]?.model ?? '',
    memory: os.totalmem(),
    gpus: null,
    driver: null,
    command: redactArguments(command),
    cwd,
    interpreter: findProgram(command[0] ?? '', cwd, process.env) ?? null,
    variables: recordedVariables(process.env, environment),
  };
}

/** A container's user often has no entry in its list of users. */
function userName(): string | null {
  try {
    return os.userInfo().username;
  } catch {
    return null;
  }
}
