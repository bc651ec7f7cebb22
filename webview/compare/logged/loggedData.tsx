import type { LoggedStrings } from '../../../src/protocol/loggedPage';
import type { PlotKind } from '../../../src/protocol/plots';
import type { PlotKey } from '../../../src/protocol/plotsApi';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon } from '../../ui/icon';
import { FailureNotice } from '../../ui/states';
import '../insights/insights.css';
import { filterKeys } from '../keyGroups';
import { useLogged } from './loggedContext';
import { ConfusionCard } from './confusionCard';
import { CurveCard } from './curveCard';
import { HistogramCard } from './histogramCard';
import { ImageCard } from './imageCard';
import './logged.css';
import { idOf } from './loggedModel';
import { TableCard } from './tableCard';

/** The order in which they are shown: what sums a model up comes first. Curves of both kinds stand together. */
const GROUPS: readonly (readonly [keyof LoggedStrings['kinds'], ...PlotKind[]])[] = [
  ['confusion'],
  ['roc', 'pr'],
  ['image'],
  ['histogram'],
  ['table'],
];

/** What runs logged besides numbers, by kind and name. Nothing where they logged none. */
export function LoggedData() {
  const { logged, search, strings } = useLogged();
  const texts = strings.logged;
  const plots = logged.plots.value;
  const failure = logged.failure.value;
  const found = new Set(
    filterKeys(
      plots.map(({ key }) => key),
      search.value,
    ),
  );
  const left = logged.total.value - plots.length;
  if (found.size === 0 && left === 0 && failure === undefined) return null;
  return (
    <section id="logged" aria-label={texts.loggedData}>
      <div class="section-head">
        <h2>{texts.loggedData}</h2>
      </div>
      {failure !== undefined && <FailureNotice message={failure} strings={strings} onRetry={() => logged.refresh()} />}
      {GROUPS.map((kinds) => {
        const own = plots.filter((plot) => kinds.includes(plot.kind) && found.has(plot.key));
        return own.length > 0 && <KindGroup key={kinds[0]} kind={kinds[0]} plots={own} />;
      })}
      {left > 0 && (
        <button type="button" class="link" onClick={() => logged.more()}>
          {fillTemplate(texts.moreLogged, left)}
        </button>
      )}
    </section>
  );
}

/** `kind`: the first of those that stand together. */
function KindGroup({ kind, plots }: { kind: keyof LoggedStrings['kinds']; plots: readonly PlotKey[] }) {
  const { search, strings, toggled } = useLogged();
  const name = `logged/${kind}`;
  const folded = toggled.value.includes(name) && search.value === '';
  const toggle = (): void => {
    toggled.value = folded ? toggled.value.filter((one) => one !== name) : [...toggled.value, name];
  };
  return (
    <>
      <h3>
        <button type="button" class="fold" aria-expanded={!folded} onClick={toggle}>
          <Icon name={folded ? 'chevron-right' : 'chevron-down'} />
          {strings.logged.kinds[kind]} <span class="secondary number">{plots.length}</span>
        </button>
      </h3>
      {!folded && (
        <div class="across-grid">
          {plots.map((plot) => (
            <Card key={idOf(plot)} plot={plot} />
          ))}
        </div>
      )}
    </>
  );
}

function Card({ plot }: { plot: PlotKey }) {
  switch (plot.kind) {
    case 'confusion':
      return <ConfusionCard plot={plot as PlotKey<'confusion'>} />;
    case 'roc':
    case 'pr':
      return <CurveCard plot={plot as PlotKey<'roc' | 'pr'>} />;
    case 'histogram':
      return <HistogramCard plot={plot as PlotKey<'histogram'>} />;
    case 'table':
      return <TableCard plot={plot as PlotKey<'table'>} />;
    case 'image':
      return <ImageCard plot={plot as PlotKey<'image'>} />;
  }
}
