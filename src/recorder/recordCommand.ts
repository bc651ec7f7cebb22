/** `trialbook record RUN_DIR`: the detached process that records a run. Started by `launch.ts` alone. */
import { errorMessage } from '../common/errors';
import { asControlCommand } from './control';
import { launchDetached } from './launch';
import { Recorder } from './recorder';
import { asSpecification, type RunSpecification } from './specification';
import { ViewerChannel } from './viewerChannel';
import { asViewerMessage } from './viewerMessages';

/** How long the first message is waited for, in ms; without it nothing is started. */
const SPECIFICATION_MS = 30_000;

/** Records the run whose specification comes first over the channel. Gives the process's exit code. */
export async function record(runDir: string): Promise<number> {
  const specification = await receiveSpecification();
  if (specification === undefined) return 1;
  const recorder = new Recorder(specification, runDir, new ViewerChannel());
  // The terminal that started the run is not its owner.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  if (specification.endsWithViewer) process.on('disconnect', () => recorder.viewerEnded());
  // Nobody is left who could have it go on.
  process.on('disconnect', () => recorder.suspend(false));
  process.on('SIGTERM', () => recorder.control('stop'));
  process.on('message', (message) => {
    const cmd = asControlCommand(message);
    if (cmd !== undefined) recorder.control(cmd);
    const news = asViewerMessage(message);
    if (news?.kind === 'typed') recorder.type(Buffer.from(news.base64, 'base64'));
    if (news?.kind === 'resized') recorder.resize(news);
    if (news?.kind === 'suspended') recorder.suspend(news.suspended);
  });
  // A defect of ours must cost a warning, not the training whose pipes we hold.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => recorder.warn('recorder-error', errorMessage(error)));
  }
  try {
    const { status, viewed } = await recorder.run();
    // One that was stopped ends what it was part of.
    if (!viewed && status !== 'cancelled' && specification.resume !== undefined) launchDetached(specification.resume);
    return 0;
  } catch (error) {
    recorder.warn('recorder-error', errorMessage(error));
    // Without a training to look after, the viewer learns from our end that it must start it itself.
    if (!recorder.started) process.exit(1);
    return 1;
  }
}

function receiveSpecification(): Promise<RunSpecification | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), SPECIFICATION_MS).unref();
    process.once('disconnect', () => resolve(undefined));
    process.once('message', (message) => {
      clearTimeout(timer);
      resolve(asSpecification(message));
    });
  });
}
