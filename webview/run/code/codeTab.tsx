import { useEffect } from 'preact/hooks';
import type { SnapshotFile } from '../../../src/protocol/snapshotManifest';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon, IconButton } from '../../ui/icon';
import { Button, Checkbox } from '../../ui/toolkit';
import { formatBytes } from '../../../src/protocol/units';
import { usePage, useRun } from '../pageContext';
import './code.css';

/** The code as it was when the run started. */
export function CodeTab() {
  const { model, code, view, strings } = usePage();
  const snapshot = model.snapshot.value;
  const marked = snapshot !== undefined && snapshot.used !== null && snapshot.used > 0;
  const used = marked && !view.allCode.value;
  useEffect(() => void code.show(used), [code, used]);
  if (snapshot === undefined) return <p class="hint">{strings.noCode}</p>;
  const act = (action: 'diffRunWithWorkspace' | 'diffRunWithPrevious'): void =>
    model.do(model.host.call('act', { action }));
  return (
    <>
      <div class="code-bar">
        <span class="secondary">
          {marked
            ? fillTemplate(strings.filesThatRan, snapshot.used ?? 0, snapshot.files)
            : fillTemplate(strings.files, snapshot.files)}
        </span>
        {marked && (
          <Checkbox
            checked={view.allCode.value}
            label={strings.allFiles}
            onChange={(all) => (view.allCode.value = all)}
          />
        )}
        <span class="buttons">
          <Button icon="diff" onClick={() => act('diffRunWithWorkspace')}>
            {strings.diffWorkspace}
          </Button>
          <Button icon="diff" onClick={() => act('diffRunWithPrevious')}>
            {strings.diffPrevious}
          </Button>
        </span>
      </div>
      <ul class="code-tree" aria-label={strings.tabs.code}>
        <Folder path="" level={0} />
      </ul>
      {snapshot.leftOutTotal > 0 && <p class="secondary">{fillTemplate(strings.leftOut, snapshot.leftOutTotal)}</p>}
    </>
  );
}

/** What a folder holds, when it is open. */
function Folder({ path, level }: { path: string; level: number }) {
  const { code, strings } = usePage();
  const folder = code.folders.value.get(path);
  if (folder === undefined) return <li class="bone code-row" aria-busy="true" aria-label={strings.loading} />;
  if (folder === null) return <li class="secondary">{strings.noCode}</li>;
  return (
    <>
      {folder.folders.map(({ name, files }) => (
        <FolderRow key={name} path={`${path}${name}/`} name={name} files={files} level={level} />
      ))}
      {folder.files.map((file) => (
        <FileRow key={file.path} file={file} level={level} />
      ))}
      {folder.total > folder.files.length && (
        <li>
          <Indent level={level} />
          <button type="button" class="link" onClick={() => void code.readMore(path)}>
            {fillTemplate(strings.moreFiles, folder.total - folder.files.length)}
          </button>
        </li>
      )}
    </>
  );
}

function FolderRow(props: { path: string; name: string; files: number; level: number }) {
  const { code } = usePage();
  const open = code.open.value.has(props.path);
  return (
    <>
      <li class="code-row">
        <button type="button" class="code-name" aria-expanded={open} onClick={() => code.toggle(props.path)}>
          <Indent level={props.level} />
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <bdi>{props.name}</bdi>
          <span class="secondary number">{props.files}</span>
        </button>
      </li>
      {open && <Folder path={props.path} level={props.level + 1} />}
    </>
  );
}

function FileRow({ file, level }: { file: SnapshotFile; level: number }) {
  const { model, strings } = usePage();
  const { script } = useRun();
  const { path, size } = file;
  const open = (how: 'open' | 'diffWithWorkspace' | 'diffWithPrevious'): void =>
    model.do(model.host.call('openCode', { path, how }));
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <li class="code-row">
      <button
        type="button"
        class={`code-name ${path === script ? 'script' : ''}`}
        title={path}
        onClick={() => open('open')}
      >
        <Indent level={level} />
        <Icon name="file-code" />
        <bdi>{name}</bdi>
        <span class="secondary number">{formatBytes(size)}</span>
        {file.uncertain === true && <Icon name="question" label={strings.uncertain} class="warning" />}
      </button>
      <span class="row-actions">
        <IconButton
          name="diff"
          label={fillTemplate(strings.diffFileWorkspace, name)}
          onClick={() => open('diffWithWorkspace')}
        />
        <IconButton
          name="history"
          label={fillTemplate(strings.diffFilePrevious, name)}
          onClick={() => open('diffWithPrevious')}
        />
      </span>
    </li>
  );
}

function Indent({ level }: { level: number }) {
  return <span class="indent" style={{ width: `${level * 16}px` }} />;
}
