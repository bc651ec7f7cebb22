import { HEIGHTS, MOST_COLUMNS } from '../../src/protocol/compareLayout';
import type { LineChartView } from '../charts/lineChartView';
import { fillTemplate } from '../ui/fillTemplate';
import { passFocusOn } from '../ui/focus';
import { PopoverButton } from '../ui/popover';
import { xLabel } from './chartAxes';
import { useChartSettings, type ChartData } from './chartData';
import { chartCsv, chartPng, chartSvg } from './chartExport';
import { usePage } from './pageContext';
import { SettingsFields } from './settingsFields';

interface MenuProps {
  metric: string;
  data: ChartData;
  view: { current: LineChartView | undefined };
  onMove: ((by: number) => void) | undefined;
}

/** One step of height, CSS pixels. */
const TALLER = 40;

/** Everything that can be done with a chart: its own settings, its place and size, and exports. */
export function ChartMenu(props: MenuProps) {
  const { strings } = usePage();
  return (
    <PopoverButton icon="ellipsis" label={fillTemplate(strings.chartMenu, props.metric)}>
      {(close) => (
        <>
          <OwnSettings metric={props.metric} />
          {props.onMove !== undefined && <LayoutItems {...props} onMove={props.onMove} close={close} />}
          <ExportItems {...props} close={close} />
        </>
      )}
    </PopoverButton>
  );
}

function OwnSettings({ metric }: { metric: string }) {
  const { model, strings } = usePage();
  const settings = useChartSettings(metric);
  const own = model.layout.of(metric).settings;
  return (
    <>
      <h4>{strings.settings}</h4>
      <div class="chart-settings">
        <SettingsFields
          id="chart"
          settings={settings}
          onChange={(changed) => model.layout.setSettings(metric, { ...own, ...changed })}
        />
      </div>
      <button
        type="button"
        class="menu-item"
        disabled={own === undefined}
        onClick={() => model.layout.setSettings(metric, undefined)}
      >
        {strings.asPage}
      </button>
    </>
  );
}

function LayoutItems({ metric, onMove, close }: MenuProps & { onMove: (by: number) => void; close: () => void }) {
  const { model, strings } = usePage();
  const { layout } = model;
  const { columns = 1, height = HEIGHTS.usual } = layout.of(metric);
  const item = (label: string, enabled: boolean, act: (event: { currentTarget: Element }) => void) => (
    <button key={label} type="button" class="menu-item" disabled={!enabled} onClick={act}>
      {label}
    </button>
  );
  return (
    <>
      <h4>{strings.layout}</h4>
      <div class="menu-row">
        {item(strings.moveLeft, true, () => onMove(-1))}
        {item(strings.moveRight, true, () => onMove(1))}
      </div>
      <div class="menu-row">
        {item(strings.wider, columns < MOST_COLUMNS, () => layout.resize(metric, { columns: columns + 1 }))}
        {item(strings.narrower, columns > 1, () => layout.resize(metric, { columns: columns - 1 }))}
      </div>
      <div class="menu-row">
        {item(strings.taller, height < HEIGHTS.most, () => layout.resize(metric, { height: height + TALLER }))}
        {item(strings.lower, height > HEIGHTS.least, () => layout.resize(metric, { height: height - TALLER }))}
      </div>
      {item(strings.hide, true, ({ currentTarget }) => {
        const card = currentTarget.closest('.chart-card');
        close();
        if (card !== null) passFocusOn(card, '#charts .chart-card', '#charts h2');
        layout.hide(metric);
      })}
    </>
  );
}

function ExportItems({ metric, data, view, close }: MenuProps & { close: () => void }) {
  const { model, strings, theme } = usePage();
  const { lines } = data;
  const save = async (format: 'png' | 'svg' | 'csv'): Promise<void> => {
    const picture = view.current?.picture();
    if (lines === undefined || picture === undefined) return;
    close();
    const { x } = data.settings;
    const subject = { title: metric, xLabel: xLabel(x, strings), isByStep: x === 'step', lines, frame: data.frame };
    const make = {
      csv: () => chartCsv(subject),
      svg: () => chartSvg(subject, picture, theme.value),
      png: () => chartPng(subject, picture, theme.value),
    };
    try {
      model.saveChart(metric, format, await make[format]());
    } catch {
      // Browsers draw no picture that is too high or too wide.
      const { notSaved, formats } = strings.insights;
      model.failure.value = fillTemplate(notSaved, formats[format]);
    }
  };
  return (
    <>
      <h4>{strings.exportChart}</h4>
      <div class="menu-row">
        {(['png', 'svg', 'csv'] as const).map((format) => (
          <button key={format} type="button" class="menu-item" onClick={() => void save(format)}>
            {{ png: strings.exportPng, svg: strings.exportSvg, csv: strings.exportCsv }[format]}
          </button>
        ))}
      </div>
    </>
  );
}
