import { useSignal } from '@preact/signals';
import type { Artifact, DatasetInput } from '../../../src/protocol/entities';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon, IconButton, type IconName } from '../../ui/icon';
import { formatBytes } from '../../../src/protocol/units';
import { usePage, useRun } from '../pageContext';
import './data.css';
import { Lineage } from './lineage';
import { Preview } from './preview';
import { kindOf } from './previewKinds';

/** Rows before the rest is asked for. */
const MOST_ROWS = 50;

/** What the run read and wrote. */
export function DataTab() {
  const { strings } = usePage();
  const { inputs, artifacts } = useRun();
  if (inputs.length + artifacts.length === 0) return <p class="hint">{strings.noData}</p>;
  return (
    <>
      <Lineage />
      <Inputs inputs={inputs} />
      <Artifacts artifacts={artifacts} />
    </>
  );
}

function Inputs({ inputs }: { inputs: readonly DatasetInput[] }) {
  const { model, strings } = usePage();
  const { shown, more } = useBeginning(inputs);
  if (inputs.length === 0) return null;
  return (
    <section aria-labelledby="inputs">
      <h2 id="inputs">
        {strings.inputs} <span class="count">{inputs.length}</span>
      </h2>
      <ul class="files">
        {shown.map(({ path, version, size, digest, uncertain }) => (
          <li key={path} class="file-row">
            <Icon name="database" />
            <button
              type="button"
              class="link file-name"
              title={`${path}\nsha256 ${digest}`}
              onClick={() => model.do(model.host.call('revealDataset', { name: path }))}
            >
              <bdi>{path}</bdi>
            </button>
            <span class="secondary number">
              v{version} · {formatBytes(size)}
            </span>
            {uncertain && <Icon name="question" label={strings.uncertain} class="warning" />}
          </li>
        ))}
      </ul>
      {more}
    </section>
  );
}

function Artifacts({ artifacts }: { artifacts: readonly Artifact[] }) {
  const { strings } = usePage();
  const { shown, more } = useBeginning(artifacts);
  if (artifacts.length === 0) return null;
  return (
    <section aria-labelledby="artifacts">
      <h2 id="artifacts">
        {strings.artifacts} <span class="count">{artifacts.length}</span>
      </h2>
      <ul class="files">
        {shown.map((artifact) => (
          <ArtifactRow key={artifact.path} artifact={artifact} />
        ))}
      </ul>
      {more}
    </section>
  );
}

/** A file that was written. What can be shown unfolds below its name. */
function ArtifactRow({ artifact }: { artifact: Artifact }) {
  const { model, strings } = usePage();
  const { path, kind, version, size, digest } = artifact;
  const open = useSignal(false);
  const canShow = kindOf(path) !== undefined;
  const show = (): void => {
    if (kind === 'model') model.do(model.host.call('revealModel', { name: path }));
    else if (canShow) open.value = !open.value;
    else model.do(model.host.call('openArtifact', { path }));
  };
  return (
    <li>
      <div class="file-row">
        <Icon name={iconOf(artifact)} />
        <button
          type="button"
          class="link file-name"
          title={`${path}\nsha256 ${digest}`}
          aria-expanded={canShow && kind !== 'model' ? open.value : undefined}
          onClick={show}
        >
          <bdi>{path}</bdi>
        </button>
        <span class="secondary number">
          {version !== null && `v${version} · `}
          {formatBytes(size)}
        </span>
        <span class="row-actions">
          <IconButton
            name="go-to-file"
            label={fillTemplate(strings.openFile, path)}
            onClick={() => model.do(model.host.call('openArtifact', { path }))}
          />
        </span>
      </div>
      {open.value && <Preview artifact={artifact} />}
    </li>
  );
}

function iconOf({ path, kind }: Artifact): IconName {
  if (kind === 'model') return 'package';
  const shown = kindOf(path)?.kind;
  if (shown === 'image' || shown === 'audio') return 'file-media';
  return shown === 'json' ? 'json' : 'file';
}

function useBeginning<T>(rows: readonly T[]) {
  const { strings } = usePage();
  const all = useSignal(false);
  if (all.value || rows.length <= MOST_ROWS) return { shown: rows, more: null };
  const more = (
    <button type="button" class="link fold" onClick={() => (all.value = true)}>
      {fillTemplate(strings.showAll, rows.length)}
    </button>
  );
  return { shown: rows.slice(0, MOST_ROWS), more };
}
