import { useEffect } from 'preact/hooks';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatBytes } from '../../../src/protocol/units';
import { ChartFrame } from '../insights/chartFrame';
import { useAnswer } from '../insights/useAnswer';
import { useLogged } from './loggedContext';
import { Answered, formatStep, MoreRuns, NothingHere, RunPart, StepSlider, usePlots, useShownRuns } from './plotParts';

/** The pictures of the runs side by side, at one step for all of them. */
export function ImageCard({ plot }: { plot: PlotKey<'image'> }) {
  return (
    <ChartFrame title={plot.key} class="wide low" controls={<StepSlider plot={plot} />}>
      {() => <Pictures plot={plot} />}
    </ChartFrame>
  );
}

function Pictures({ plot }: { plot: PlotKey<'image'> }) {
  const runIds = useShownRuns(plot);
  const answer = usePlots(plot, runIds);
  return (
    <Answered answer={answer}>
      {(plots) => (
        <>
          <div class="run-parts">
            {runIds.map((runId) => {
              const found = plots.find((one) => one.runId === runId);
              return (
                <RunPart key={runId} runId={runId} step={plot.hasSteps ? found?.step : undefined}>
                  {found === undefined ? <NothingHere /> : <PictureOf plot={plot} logged={found} />}
                </RunPart>
              );
            })}
          </div>
          <MoreRuns plot={plot} shown={runIds.length} />
        </>
      )}
    </Answered>
  );
}

function PictureOf({ plot, logged: { runId, step, at, data } }: { plot: PlotKey; logged: PlotAt<'image'> }) {
  const { logged, runs, strings } = useLogged();
  const texts = strings.logged;
  useEffect(() => logged.pictures.hold(runId, data.path, at), [logged, runId, data.path, at]);
  const answer = useAnswer(`${runId} ${at} ${data.path}`, () => logged.pictures.get(runId, data.path, at));
  return (
    <Answered answer={answer}>
      {(picture) => {
        if (picture.kind === 'gone') return <p class="nothing-here secondary">{texts.pictureGone}</p>;
        if (picture.kind === 'tooLarge') {
          return <p class="nothing-here secondary">{fillTemplate(texts.pictureTooLarge, formatBytes(picture.size))}</p>;
        }
        const name = runs.value.find(({ id }) => id === runId)?.name ?? runId;
        const label = fillTemplate(texts.pictureOf, plot.key, name.slice(0, 200), formatStep(step));
        return (
          <img
            class="picture"
            src={picture.url}
            alt={label}
            // Pixels of tiny pictures, such as digits, are meant to be seen.
            onLoad={({ currentTarget: image }) => image.classList.toggle('tiny', image.naturalWidth <= 64)}
          />
        );
      }}
    </Answered>
  );
}
