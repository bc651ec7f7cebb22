/** What recording costs a training, beside the field's loggers: `README.md` says what the figures mean. */
import { buildExtension } from '../test/host/extension';
import type { Benchmark } from './benchmark';
import { runPython } from './python';
import { measureSnapshot } from './record/snapshot';
import { digits } from './store/bench';

const PEERS = { mlflow: 'mlflow', wandb_offline: 'wandb', trackio: 'trackio', tensorboardx: 'tensorboardx' };

type Report = (progress: string) => void;
type Figures = Record<string, number>;

/** Median time of logging one scalar, ours and over those of the peers. */
async function logFigures(report: Report): Promise<Figures> {
  const { us } = await runPython<{ us: number }>('record', 'log_api.py', ['trialbook']);
  const figures: Figures = { log_us: digits(us) };
  for (const [name, peer] of Object.entries(PEERS)) {
    const theirs = await runPython<{ us: number }>('record', 'log_api.py', [peer]);
    report(`${peer}: ${digits(theirs.us)} µs a scalar`);
    figures[`log_us_vs_${name}`] = digits(us / theirs.us);
    figures[`${name}_log_us`] = digits(theirs.us);
  }
  return figures;
}

export const benchmark: Benchmark = async (report) => {
  const figures = await logFigures(report);
  for (const program of ['startup.py', 'epoch.py', 'kill9.py']) {
    report(program);
    const measured = await runPython<Figures>('record', program);
    for (const [key, value] of Object.entries(measured)) figures[key] = digits(value);
  }
  report('snapshot');
  await buildExtension();
  return { ...figures, ...(await measureSnapshot(report)) };
};
