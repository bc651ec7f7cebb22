import type { Run } from '../../src/protocol/entities';
import { RunSwatch } from '../charts/runSwatch';
import { usePage } from './pageContext';

/** A run's name behind its piece of line, as the charts draw it. */
export function RunName({ run }: { run: Run }) {
  const { theme } = usePage();
  return (
    <span class="run-name" title={run.name}>
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
      <b>{run.name}</b>
    </span>
  );
}
