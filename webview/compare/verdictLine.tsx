import type { ComponentChild } from 'preact';
import { useRef } from 'preact/hooks';
import type { Run } from '../../src/protocol/entities';
import type { CompareStrings } from '../../src/protocol/pagesApi';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate, fillTemplateWith } from '../ui/fillTemplate';
import { formatDelta, formatNumber } from '../ui/numbers';
import { useSteadyHeight } from '../ui/steadyHeight';
import { LeadLine } from './insights/leadLine';
import { differingFiles, useSurroundings } from './insights/surroundings';
import { usePage } from './pageContext';
import { differencesOf, judge, type Differences, type Verdict } from './verdict';

const MOST_NAMED = 4;

/** The sentence that the person came for: which run is best, by how much, and what sets the runs apart. */
export function VerdictLine() {
  const { model, strings } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useSteadyHeight(heading);
  const comparison = model.comparison.value;
  if (comparison === undefined) return null;
  return (
    <h1 ref={heading} class="verdict">
      {verdictSentence(judge(comparison), strings)}
      <LeadLine /> {comparison.runs.length > 1 && (model.settled.value ? <WhatDiffersAtAll /> : <WhatDiffers />)}
    </h1>
  );
}

function verdictSentence(verdict: Verdict, strings: CompareStrings): ComponentChild[] {
  switch (verdict.kind) {
    case 'none':
      return [];
    case 'single':
      return [
        ...sentence(strings.verdictSingle, [runName(verdict.run), code(verdict.metric), number(verdict.value)]),
        ...(verdict.best === undefined ? [] : [' ', ...sentence(strings.verdictItsBest, [number(verdict.best)])]),
      ];
    case 'equal':
      return sentence(strings.verdictEqual, [code(verdict.metric), number(verdict.value)]);
    case 'tied':
    case 'tiedHighest':
      return sentence(verdict.kind === 'tied' ? strings.verdictTied : strings.verdictTiedHighest, [
        runName(verdict.runs[0]!),
        verdict.runs.length === 2 ? runName(verdict.runs[1]!) : fillTemplate(strings.moreRuns, verdict.runs.length - 1),
        code(verdict.metric),
        number(verdict.value),
      ]);
    case 'only':
      return sentence(strings.verdictOnly, [runName(verdict.run), code(verdict.metric), number(verdict.value)]);
    case 'diverged':
      return sentence(strings.verdictDiverged, [code(verdict.metric)]);
    default:
      return sentence(comparingTemplate(verdict.kind, strings), [
        runName(verdict.run),
        code(verdict.metric),
        <span class="number">{formatDelta(verdict.delta)}</span>,
        number(verdict.value),
      ]);
  }
}

function comparingTemplate(kind: 'better' | 'leads' | 'highest', strings: CompareStrings): string {
  return { better: strings.verdictBetter, leads: strings.verdictLeads, highest: strings.verdictHighest }[kind];
}

/** With code and data, which are asked for when the first charts are there. */
function WhatDiffersAtAll() {
  const { model, strings } = usePage();
  const { value } = useSurroundings(true);
  const files = value && differingFiles(value.sections, strings.insights.parts);
  const isPart = value !== undefined && value.ids.length < model.runs.value.length;
  return (
    <>
      <WhatDiffers files={files} />
      {isPart && <span class="secondary"> {fillTemplate(strings.verdictFirstRuns, value.ids.length)}</span>}
    </>
  );
}

function WhatDiffers({ files }: { files?: readonly string[] | undefined }) {
  const { model, strings } = usePage();
  const comparison = model.comparison.value;
  const differences = comparison && differencesOf(comparison, files);
  return <span class="secondary">{differences && differencesSentence(differences, strings)}</span>;
}

function differencesSentence(differences: Differences, strings: CompareStrings): ComponentChild {
  switch (differences.kind) {
    case 'unknown':
      return undefined;
    case 'none':
      return strings.verdictSameParams;
    case 'seeds': {
      if (differences.spread === undefined) return strings.verdictOtherSeeds;
      const { mean, sd } = differences.spread;
      return sentence(strings.verdictRepeats, [number(mean), <span class="number">{formatDelta(sd)}</span>]);
    }
    case 'named':
      return namesSentence(differences.keys, strings);
  }
}

function namesSentence(names: readonly string[], strings: CompareStrings): ComponentChild {
  const named = names.slice(0, MOST_NAMED);
  const list = named.flatMap((name, index) => (index === 0 ? [code(name)] : [', ', code(name)]));
  const others = names.length - named.length;
  const template = others > 0 ? strings.verdictDiffersInMore : strings.verdictDiffersIn;
  return sentence(template, [list, <span class="number">{others}</span>]);
}

/** Puts something, or a list, into each place of a text. */
function sentence(template: string, values: (ComponentChild | ComponentChild[])[]): ComponentChild[] {
  return joined(fillTemplateWith(template, values).flat());
}

/** Names are boxes, and lines break on both sides of a box: keeps one on a line with the comma or the like behind it. */
function joined(parts: ComponentChild[]): ComponentChild[] {
  return parts.reduce<ComponentChild[]>((done, part) => {
    const before = done.at(-1);
    const mark = typeof part === 'string' ? /^\S+/.exec(part)?.[0] : undefined;
    if (typeof part !== 'string' || mark === undefined || before === undefined) return [...done, part];
    const together = (
      <span class="joined">
        {before}
        {mark}
      </span>
    );
    return [...done.slice(0, -1), together, part.slice(mark.length)];
  }, []);
}

function runName(run: Run): ComponentChild {
  return <VerdictRun run={run} />;
}

function VerdictRun({ run }: { run: Run }) {
  const { theme } = usePage();
  return (
    <span class="run-name" title={run.name}>
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
      <b>{run.name}</b>
    </span>
  );
}

function code(text: string): ComponentChild {
  return <code title={text}>{text}</code>;
}

function number(value: number): ComponentChild {
  return <b class="number">{formatNumber(value)}</b>;
}
