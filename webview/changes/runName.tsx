import type { Run } from '../../src/protocol/entities';
import { RunSwatch } from '../charts/runSwatch';
import { usePage } from './pageContext';

/** A run's name behind its piece of line, as the charts draw it. A click opens its page. */
export function RunName({ run }: { run: Run }) {
  const { model, theme } = usePage();
  return (
    <button type="button" class="run-name" title={run.name} onClick={() => model.openRun(run.id)}>
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
      <b>{run.name}</b>
    </button>
  );
}
