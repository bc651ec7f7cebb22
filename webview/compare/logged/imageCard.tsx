import { useEffect } from 'preact/hooks';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatBytes } from '../../../src/protocol/units';
import { useAnswer } from '../insights/useAnswer';
import { useLogged } from './loggedContext';
import { Answered, MoreRuns, PlotCard, RunParts } from './plotCard';
import { formatStep, usePlots, useRunNames } from './plotParts';

/** The pictures of the runs side by side, at one step for all of them. */
export function ImageCard({ plot }: { plot: PlotKey<'image'> }) {
  return (
    <PlotCard plot={plot} wide useValue={usePlots<'image'>}>
      {(plots, runIds) => (
        <>
          <RunParts plot={plot} runIds={runIds}>
            {(runId) => {
              const found = plots.find((one) => one.runId === runId);
              return found && { step: found.step, shown: <PictureOf plot={plot} logged={found} /> };
            }}
          </RunParts>
          <MoreRuns plot={plot} shown={runIds.length} />
        </>
      )}
    </PlotCard>
  );
}

function PictureOf({ plot, logged: { runId, step, at, data } }: { plot: PlotKey; logged: PlotAt<'image'> }) {
  const { logged, strings } = useLogged();
  const nameOf = useRunNames();
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
        const label = fillTemplate(texts.pictureOf, plot.key, nameOf(runId).slice(0, 200), formatStep(step));
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
