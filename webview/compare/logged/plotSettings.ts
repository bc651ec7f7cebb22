/** How a person has set up the plots of one name; it outlives their being scrolled out of sight. */
export interface PlotSettings {
  /** Absent: each run's last. */
  step?: number;
  /** Of confusion matrices: shares of the true class in place of counts. */
  shares?: boolean;
  /** Of tables: rows of all runs by their first column. */
  joined?: boolean;
  /** How many runs are shown; absent where nobody asked for more. */
  runs?: number;
}

/** What is understood of settings that were kept, by the names of plots. */
export function parsePlotSettings(kept: unknown): Record<string, PlotSettings> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).map(([plot, own]) => [plot, parseOne(own)]));
}

function parseOne(kept: unknown): PlotSettings {
  const { step, shares, joined, runs } = (kept ?? {}) as Record<keyof PlotSettings, unknown>;
  return {
    ...(typeof step === 'number' ? { step } : {}),
    ...(typeof shares === 'boolean' ? { shares } : {}),
    ...(typeof joined === 'boolean' ? { joined } : {}),
    ...(typeof runs === 'number' && runs > 0 ? { runs } : {}),
  };
}
