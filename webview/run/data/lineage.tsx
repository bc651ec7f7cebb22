import type { ComponentChildren } from 'preact';
import type { RunRef } from '../../../src/protocol/entities';
import type { LineageEnd, LineageLink } from '../../../src/protocol/lineageApi';
import { RunSwatch } from '../../charts/runSwatch';
import { fillTemplate, fillTemplateWith } from '../../ui/fillTemplate';
import { Icon, type IconName } from '../../ui/icon';
import { usePage, useRun } from '../pageContext';
import { useLoaded } from '../useLoaded';

/** Names that a column shows. */
const MOST_NODES = 8;

const NOTHING: LineageEnd = { links: [], more: 0 };

/**
 * What went in, the run, and what came out: three columns with arrows between. Below a file stand the runs at its other end,
 * and what is beyond those.
 */
export function Lineage() {
  const { model, strings } = usePage();
  const run = useRun();
  const read = () => model.host.call('lineage', { runId: run.id });
  const { upstream, downstream } = useLoaded({ upstream: NOTHING, downstream: NOTHING }, read, [
    run.id,
    run.inputs.length,
    run.artifacts.length,
  ]);
  const used = new Set(downstream.links.map(({ path }) => path));
  const outputs = run.artifacts.filter(({ kind, path }) => kind === 'model' || used.has(path));
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
            >
              <Runs links={upstream.links.filter((link) => link.path === path)} template={strings.writtenBy} />
            </Node>
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
        <Column label={strings.outputs} total={outputs.length}>
          {outputs.slice(0, MOST_NODES).map(({ path, kind, version }) => (
            <Node
              key={path}
              icon={kind === 'model' ? 'package' : 'file'}
              name={path}
              version={version}
              onOpen={() =>
                model.do(
                  kind === 'model'
                    ? model.host.call('revealModel', { name: path })
                    : model.host.call('openArtifact', { path }),
                )
              }
            >
              <Runs links={downstream.links.filter((link) => link.path === path)} template={strings.readBy} />
            </Node>
          ))}
          {downstream.more > 0 && <li class="secondary">{fillTemplate(strings.moreReaders, downstream.more)}</li>}
        </Column>
      </div>
    </section>
  );
}

/** The runs at the other end of a file, each with the files beyond it. A click opens the page of the run. */
function Runs({ links, template }: { links: readonly LineageLink[]; template: string }) {
  if (links.length === 0) return null;
  return (
    <ul class="lineage-runs">
      {links.map(({ run, beyond }) => (
        <li key={run.id}>
          <RunLine run={run} template={template} />
          <Files run={run} end={beyond} template={template} />
        </li>
      ))}
    </ul>
  );
}

/** What a run further away read or wrote, and the runs behind that. */
function Files({ run, end, template }: { run: RunRef; end: LineageEnd; template: string }) {
  const { model, strings } = usePage();
  if (end.links.length + end.more === 0) return null;
  return (
    <ul class="lineage-runs">
      {end.links.map(({ path, run: next, beyond }) => (
        <li key={`${path} ${next.id}`}>
          <bdi title={path}>{baseName(path)}</bdi> <RunLine run={next} template={template} />
          <Files run={next} end={beyond} template={template} />
        </li>
      ))}
      {end.more > 0 && (
        <li>
          <button type="button" class="link" onClick={() => model.do(model.host.call('openRun', { runId: run.id }))}>
            {fillTemplate(strings.moreNodes, end.more)}
          </button>
        </li>
      )}
    </ul>
  );
}

function RunLine({ run, template }: { run: RunRef; template: string }) {
  const { model, theme } = usePage();
  const name = (
    <button
      type="button"
      class="link"
      title={run.name}
      onClick={() => model.do(model.host.call('openRun', { runId: run.id }))}
    >
      <RunSwatch colorIndex={run.colorIndex} theme={theme} /> <bdi>{run.name.slice(0, 100)}</bdi>
    </button>
  );
  return <span class="secondary">{fillTemplateWith<ComponentChildren>(template, [name])}</span>;
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

function Node(props: {
  icon: IconName;
  name: string;
  /** `null` of a file that has none. */
  version: number | null;
  onOpen: () => void;
  children: ComponentChildren;
}) {
  const { name } = props;
  return (
    <li>
      <button type="button" class="lineage-node" title={name} onClick={props.onOpen}>
        <Icon name={props.icon} />
        <bdi>{baseName(name)}</bdi>
        {props.version !== null && <span class="secondary number">v{props.version}</span>}
      </button>
      {props.children}
    </li>
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
