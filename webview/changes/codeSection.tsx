import type { ChangedFile, CodeChanges, Hunk } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import { fillTemplate } from '../ui/fillTemplate';
import { Button, Checkbox } from '../ui/toolkit';
import { usePage } from './pageContext';
import { SectionHead } from './section';

/** The lines that changed, file by file. */
export function CodeSection({ code }: { code: CodeChanges }) {
  const { model, strings } = usePage();
  if (!code.known) return <SectionHead id="code" title={strings.code} note={strings.notRecorded} />;
  if (code.total === 0 && code.git.length === 0) {
    return <SectionHead id="code" title={strings.code} note={strings.same} />;
  }
  const hidden = (model.allFiles.value ? code.total : code.total - code.notRun) - code.files.length;
  return (
    <section aria-labelledby="code">
      <SectionHead id="code" title={strings.code} count={code.files.length} />
      <div class="code-bar">
        {code.notRun > 0 && (
          <Checkbox
            checked={model.allFiles.value}
            onChange={(all) => model.setAllFiles(all)}
            label={fillTemplate(strings.showNotRun, code.notRun)}
          />
        )}
        <GitLine code={code} />
        {code.files.length > 0 && (
          <Button icon="diff-multiple" onClick={() => model.openDiff()}>
            {strings.openAllDiffs}
          </Button>
        )}
      </div>
      {code.files.map((file) => (
        <FileDiff key={file.path} file={file} />
      ))}
      {hidden > 0 && <p class="secondary">{fillTemplate(strings.moreFiles, hidden)}</p>}
    </section>
  );
}

function GitLine({ code }: { code: CodeChanges }) {
  const { strings } = usePage();
  return (
    <>
      {code.git.map(({ key, before, after }) => (
        <span key={key} class="git">
          <span class="secondary">{strings.git[key]}</span> <code>{gitText(key, before, strings)}</code> →{' '}
          <code>{gitText(key, after, strings)}</code>
        </span>
      ))}
    </>
  );
}

function gitText(key: string, value: string | undefined, strings: ChangesStrings): string {
  if (value === undefined) return '–';
  if (key === 'dirty') return value === 'true' ? strings.isDirty : strings.isClean;
  return key === 'commit' ? value.slice(0, 8) : value;
}

function FileDiff({ file }: { file: ChangedFile }) {
  const { model, strings } = usePage();
  const { path, kind, added, removed, hunks, cut } = file;
  const label = fillTemplate(strings.openDiff, path);
  return (
    <article class="file">
      <h3>
        <button type="button" class="link" title={label} aria-label={label} onClick={() => model.openFileDiff(file)}>
          {path}
        </button>
        {kind !== 'changed' && <span class="secondary">{strings[kind]}</span>}
        <span class="counts number" aria-label={fillTemplate(strings.lineCounts, added, removed)} role="img">
          {added > 0 && <span class="plus">+{added}</span>} {removed > 0 && <span class="minus">−{removed}</span>}
        </span>
      </h3>
      {hunks.length > 0 && (
        <div class="hunks" role="group" aria-label={fillTemplate(strings.lines, path)} tabIndex={0}>
          {hunks.map((hunk) => (
            <HunkLines key={hunk.after} hunk={hunk} />
          ))}
        </div>
      )}
      {cut !== undefined && <p class="secondary cut">{cutText(cut, strings)}</p>}
    </article>
  );
}

function HunkLines({ hunk }: { hunk: Hunk }) {
  const { strings } = usePage();
  let [before, after] = [hunk.before, hunk.after];
  return (
    <div class="hunk">
      {hunk.lines.map((line) => {
        const sign = line[0];
        const number = sign === '-' ? before : after;
        if (sign !== '+') before += 1;
        if (sign !== '-') after += 1;
        const kind = sign === '+' ? 'plus' : sign === '-' ? 'minus' : '';
        const spoken = sign === '+' ? strings.lineAdded : sign === '-' ? strings.lineRemoved : undefined;
        return (
          <div key={`${sign}${number}`} class={`line ${kind}`}>
            <span class="number" aria-hidden="true">
              {number}
            </span>
            <span class="sign" aria-hidden="true">
              {sign === '-' ? '−' : sign}
            </span>
            {spoken !== undefined && <span class="visually-hidden">{spoken} </span>}
            <code>{line.slice(1)}</code>
          </div>
        );
      })}
    </div>
  );
}

function cutText(cut: NonNullable<ChangedFile['cut']>, strings: ChangesStrings): string {
  return {
    long: strings.cutLong,
    binary: strings.cutBinary,
    missing: strings.cutMissing,
    'line-ends': strings.cutLineEnds,
  }[cut];
}
