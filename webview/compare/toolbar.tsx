import { fillTemplate } from '../ui/fillTemplate';
import { takeFocus } from '../ui/focus';
import { PopoverButton } from '../ui/popover';
import { Checkbox, SearchField } from '../ui/toolkit';
import { usePage } from './pageContext';
import { SettingsFields } from './settingsFields';
import './toolbar.css';

/** How all charts draw their lines, search, and ways to the parts of a long page. */
export function Toolbar() {
  const { logged, model, view, strings } = usePage();
  const hasCharts = model.metricKeys.value.length > 0;
  return (
    <div class="toolbar">
      {hasCharts && (
        <SettingsFields
          id="page"
          settings={view.settings.value}
          onChange={(changed) => (view.settings.value = { ...view.settings.value, ...changed })}
        />
      )}
      {model.repeats.value.length > 0 && (
        <span class="hinted" title={strings.groupRepeatsHint}>
          <Checkbox
            checked={model.groupRepeats.value}
            label={strings.groupRepeats}
            onChange={(checked) => (model.groupRepeats.value = checked)}
          />
        </span>
      )}
      <SearchField
        value={view.search.value}
        label={strings.search}
        onInput={(search) => (view.search.value = search)}
      />
      <nav>
        <HiddenCharts />
        <PartLink id="charts" text={strings.charts} />
        {logged.plots.value.length > 0 && <PartLink id="logged" text={strings.logged.logged} />}
        {model.runs.value.length > 1 && <PartLink id="across" text={strings.insights.acrossRuns} />}
        <PartLink id="values" text={strings.values} />
      </nav>
    </div>
  );
}

/** Leads to a part of the page, with the focus. */
function PartLink({ id, text }: { id: string; text: string }) {
  const go = (): void => {
    const part = document.getElementById(id);
    const heading = part?.querySelector('h2');
    part?.scrollIntoView({ block: 'start' });
    if (heading) takeFocus(heading, { preventScroll: true });
  };
  return (
    <button type="button" class="link" onClick={go}>
      {text}
    </button>
  );
}

/** The way back for charts that were hidden. */
function HiddenCharts() {
  const { model, strings } = usePage();
  const hidden = model.metricKeys.value.filter((key) => model.layout.of(key).hidden === true);
  if (hidden.length === 0) return null;
  const label = fillTemplate(strings.hiddenCharts, hidden.length);
  return (
    <PopoverButton label={label} text={label}>
      {(close) => (
        <>
          {hidden.slice(0, 100).map((key) => (
            <button key={key} type="button" class="menu-item" onClick={() => model.layout.show([key])}>
              <span class="cut">{fillTemplate(strings.show, key)}</span>
            </button>
          ))}
          <button
            type="button"
            class="menu-item"
            onClick={() => {
              close();
              model.layout.show(hidden);
            }}
          >
            {strings.showAll}
          </button>
        </>
      )}
    </PopoverButton>
  );
}
