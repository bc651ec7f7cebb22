/** Plots in memory, answered as the store worker answers them. */
import type { PlotData, PlotKind } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey, PlotsListing, PlotsQuery } from '../../../src/protocol/plotsApi';

/** What one run logged. */
export interface LoggedPlot {
  kind: PlotKind;
  key: string;
  step: number;
  data: PlotData[PlotKind];
  at?: number;
}

export function logged<K extends PlotKind>(kind: K, key: string, data: PlotData[K], step = 0): LoggedPlot {
  return { kind, key, step, data };
}

type Answers = Record<string, (args: never) => unknown>;

/** By run id; what is pushed into the lists later is answered from then on. Pictures by their path. */
export function loggedAnswers(byRun: Record<string, LoggedPlot[]>, pictures: Record<string, Uint8Array> = {}): Answers {
  const of = (runId: string, kind: PlotKind, key: string): PlotAt[] =>
    (byRun[runId] ?? [])
      .filter((one) => one.kind === kind && one.key === key)
      .sort((a, b) => a.step - b.step)
      .map(({ step, data, at = 0 }) => ({ runId, step, at, data }));
  return {
    listPlots: ({ runIds, offset, limit, runLimit }: PlotsListing) => {
      const plots: PlotKey[] = [];
      for (const runId of runIds) {
        for (const { kind, key } of byRun[runId] ?? []) {
          const plot = plots.find((one) => one.kind === kind && one.key === key) ?? {
            kind,
            key,
            runs: [],
            runCount: 0,
            hasSteps: false,
          };
          if (!plots.includes(plot)) plots.push(plot);
          if (plot.runs.some((run) => run.runId === runId)) continue;
          const own = of(runId, kind, key);
          plot.hasSteps ||= own.some(({ step }) => step !== (plot.runs[0]?.last ?? own[0]!.step));
          plot.runCount += 1;
          const told = { runId, count: own.length, last: own.at(-1)!.step, revision: own.length };
          if (plot.runs.length < runLimit) plot.runs.push(told);
        }
      }
      plots.sort((a, b) => (a.kind + a.key < b.kind + b.key ? -1 : 1));
      return { plots: plots.slice(offset, offset + limit), total: plots.length };
    },
    plotSteps: ({ kind, key, runIds }: PlotsQuery) => {
      const steps = new Set(runIds.flatMap((runId) => of(runId, kind, key).map(({ step }) => step)));
      return [...steps].sort((a, b) => a - b);
    },
    readPlots: ({ kind, key, runIds, step }: PlotsQuery & { step?: number }) =>
      runIds.flatMap((runId) => {
        const own = of(runId, kind, key);
        return (step === undefined ? own.at(-1) : own.find((one) => one.step === step)) ?? [];
      }),
    plotHistory: ({ kind, key, runId }: PlotsQuery & { runId: string }) => of(runId, kind, key),
    readArtifact: ({ path }: { path: string }) => {
      const bytes = pictures[path];
      return bytes === undefined ? null : { bytes, size: bytes.length };
    },
  };
}

/** A matrix with most on its diagonal. */
export function matrixOf(labels: string[], right: number, wrong = 3): PlotData['confusion'] {
  const counts = labels.map((_, i) => labels.map((__, j) => (i === j ? right + i * 7 : (i * 5 + j * 3) % (wrong + 1))));
  return { labels, counts };
}

/** A curve that bends towards the upper left the more, the larger `skill` is. */
export function rocOf(skill: number, points = 60): PlotData['roc'] {
  const x = Array.from({ length: points }, (_, i) => (i / (points - 1)) ** 2);
  const y = x.map((rate) => rate ** (1 / skill));
  return { x, y, thresholds: x.map((rate, i) => (i === 0 ? 'Infinity' : 1 - rate)), area: skill / (skill + 1) };
}

export function prOf(skill: number, points = 60): PlotData['pr'] {
  const x = Array.from({ length: points }, (_, i) => 1 - i / (points - 1));
  return { x, y: x.map((recall, i) => Math.min(1, 1 - recall ** skill * 0.6 + ((i * 7) % 5) * 0.004)) };
}

/** A bell around `center`. */
export function bellOf(center: number, width: number, bins = 48): PlotData['histogram'] {
  const edges = Array.from({ length: bins + 1 }, (_, i) => -4 + (8 * i) / bins);
  const counts = edges.slice(1).map((edge) => Math.round(400 * Math.exp(-(((edge - center) / width) ** 2) / 2)));
  return { edges, counts };
}
