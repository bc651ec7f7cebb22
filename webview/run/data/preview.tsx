import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Artifact } from '../../../src/protocol/entities';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatBytes } from '../../../src/protocol/units';
import { Bone } from '../bone';
import { usePage, useRun } from '../pageContext';
import { useLoaded } from '../useLoaded';
import { isNumberColumn, kindOf, limitOf, type PreviewKind, readCells } from './previewKinds';

/** Rows and columns of a table that are shown. */
const MOST_ROWS = 100;
const MOST_COLUMNS = 50;

interface Content {
  bytes: Uint8Array<ArrayBuffer>;
  size: number;
}

/** A look into a file that was written. */
export function Preview({ artifact }: { artifact: Artifact }) {
  const { strings } = usePage();
  const kind = kindOf(artifact.path)!;
  const content = useContent(artifact, limitOf(kind));
  if (content === undefined) return <Bone class="preview-bone" />;
  if (content === null) return <p class="hint preview">{strings.notKept}</p>;
  const cut = content.bytes.length < content.size;
  if (cut && (kind.kind === 'image' || kind.kind === 'audio')) {
    return <p class="hint preview">{fillTemplate(strings.tooLarge, formatBytes(content.size))}</p>;
  }
  return (
    <div class="preview">
      <Shown path={artifact.path} kind={kind} content={content} />
      {cut && (
        <p class="secondary">
          {fillTemplate(strings.beginningOnly, formatBytes(content.bytes.length), formatBytes(content.size))}
        </p>
      )}
    </div>
  );
}

function Shown({ path, kind, content }: { path: string; kind: PreviewKind; content: Content }) {
  const text = (): string => new TextDecoder().decode(content.bytes);
  switch (kind.kind) {
    case 'image':
      return (
        <Media content={content} type={kind.type}>
          {(url) => <img src={url} alt={path} />}
        </Media>
      );
    case 'audio':
      return (
        <Media content={content} type={kind.type}>
          {(url) => <audio src={url} controls aria-label={path} />}
        </Media>
      );
    case 'table':
      return <Cells rows={readCells(text(), kind.separator, MOST_ROWS + 2)} />;
    case 'json':
      return <pre tabIndex={0}>{indented(text())}</pre>;
    case 'text':
      return <pre tabIndex={0}>{text()}</pre>;
  }
}

/** Bytes under an address of the page's own; scripts inside a picture do not run. */
function Media(props: { content: Content; type: string; children: (url: string) => ComponentChild }) {
  const { content, type } = props;
  const url = useSignal<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content.bytes], { type }));
    url.value = made;
    return () => URL.revokeObjectURL(made);
  }, [content, type, url]);
  return <>{url.value !== undefined && props.children(url.value)}</>;
}

/** One row more than is shown tells that there are more; the first is the header. */
function Cells({ rows }: { rows: readonly string[][] }) {
  const { strings } = usePage();
  const [head = [], ...all] = rows.map((row) => row.slice(0, MOST_COLUMNS));
  const body = all.slice(0, MOST_ROWS);
  const classes = head.map((_, column) => (isNumberColumn(body, column) ? 'value' : ''));
  return (
    <>
      <div class="cells" tabIndex={0} role="region" aria-label={strings.table}>
        <table>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col" class={classes[index]}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} class={classes[column]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.length > MOST_ROWS && <p class="secondary">{fillTemplate(strings.firstRows, MOST_ROWS)}</p>}
    </>
  );
}

/** Of a file that is whole; of others the text as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The beginning of the file; `null` when nobody has it any more. */
function useContent({ path, digest }: Artifact, limit: number): Content | null | undefined {
  const { model } = usePage();
  const { id } = useRun();
  const read = async (): Promise<Content | null> => {
    return (await model.host.call('readArtifact', { runId: id, path, limit })) as Content | null;
  };
  // Another digest is another file.
  return useLoaded<Content | null | undefined>(undefined, read, [id, path, digest, limit]);
}
