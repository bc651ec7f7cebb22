import type { ComponentChildren } from 'preact';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon, type IconName } from '../../ui/icon';
import { usePage, useRun } from '../pageContext';

/** Names that a column shows. */
const MOST_NODES = 8;

/** What went in, the run, and the models that came out: three columns with arrows between. */
export function Lineage() {
  const { model, strings } = usePage();
  const run = useRun();
  const models = run.artifacts.filter(({ kind }) => kind === 'model');
  return (
    <section aria-labelledby="lineage">
      <h2 id="lineage">{strings.lineage}</h2>
      <div class="lineage">
        <Column label={strings.inputs} total={run.inputs.length}>
          {run.inputs.slice(0, MOST_NODES).map(({ path, version }) => (
            <Node
              key={path}
              icon="database"
              name={path}
              version={version}
              onOpen={() => model.do(model.host.call('revealDataset', { name: path }))}
            />
          ))}
        </Column>
        <Icon name="arrow-right" class="lineage-arrow" />
        <ul class="lineage-column">
          <li class="lineage-node own">
            <Icon name="play" />
            <bdi title={run.name}>{run.name}</bdi>
          </li>
        </ul>
        <Icon name="arrow-right" class="lineage-arrow" />
        <Column label={strings.models} total={models.length}>
          {models.slice(0, MOST_NODES).map(({ path, version }) => (
            <Node
              key={path}
              icon="package"
              name={path}
              version={version ?? 1}
              onOpen={() => model.do(model.host.call('revealModel', { name: path }))}
            />
          ))}
        </Column>
      </div>
    </section>
  );
}

function Column(props: { label: string; total: number; children: ComponentChildren }) {
  const { strings } = usePage();
  return (
    <ul class="lineage-column" aria-label={props.label}>
      {props.children}
      {props.total === 0 && <li class="secondary">{strings.none}</li>}
      {props.total > MOST_NODES && (
        <li class="secondary">{fillTemplate(strings.moreNodes, props.total - MOST_NODES)}</li>
      )}
    </ul>
  );
}

function Node(props: { icon: IconName; name: string; version: number; onOpen: () => void }) {
  const { name } = props;
  return (
    <li>
      <button type="button" class="lineage-node" title={name} onClick={props.onOpen}>
        <Icon name={props.icon} />
        <bdi>{name.slice(name.lastIndexOf('/') + 1)}</bdi>
        <span class="secondary number">v{props.version}</span>
      </button>
    </li>
  );
}
