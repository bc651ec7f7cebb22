/** How fast the store is, with each of its engines and beside the field's: `README.md` says what the figures mean. */
import type { Benchmark } from './benchmark';
import { withBench } from './store/bench';
import { INGEST_STEPS, ingestFigures, liveFigures, seriesFigures, wideFigures } from './store/loads';
import { manyRunsFigures } from './store/manyRuns';
import { peerFigures } from './store/peers';

export const benchmark: Benchmark = (report) =>
  withBench(report, async (bench) => {
    const ingest = await ingestFigures(bench, INGEST_STEPS);
    return {
      ...ingest,
      ...(await peerFigures(bench, ingest)),
      ...(await manyRunsFigures(bench)),
      ...(await seriesFigures(bench, 50_000)),
      ...(await wideFigures(bench, 100_000)),
      ...(await liveFigures(bench)),
    };
  });
