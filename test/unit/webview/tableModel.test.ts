import assert from 'node:assert/strict';
import type { ChangeEvent } from '../../../src/protocol/storeApi';
import { DEFAULT_VIEW } from '../../../src/protocol/tableView';
import { copyRows } from '../../../webview/table/copyRows';
import { madeRun, someRuns } from './tableData';
import { misunderstood, openModel } from './tableModelHost';
import { waitFor } from './tablePageHarness';

function changed(...runs: ChangeEvent['runs']): ChangeEvent {
  return { kind: 'changed', runs, datasets: false, models: false };
}

const manyRuns = (count: number) => Array.from({ length: count }, (_, n) => madeRun(n, { 'metrics.loss': n }));

describe('run table without a page', function () {
  this.timeout(30_000);

  describe('what cannot be understood', () => {
    const refuseWrong = (method: string, args: unknown): void => {
      const { filter = '', sort = [] } = args as { filter?: string; sort?: { by: string }[] };
      if (method !== 'tableOrder' && method !== 'countColumns' && method !== 'columnQuantiles') return;
      if (filter.includes('(')) throw misunderstood('A value is missing.', { start: 0, end: 1 });
      if (sort.some(({ by }) => by === 'params.wrong')) throw misunderstood('The runs cannot be sorted so.');
    };

    it('does not stop the table from being live', async () => {
      const { model, store, send, names } = await openModel({}, refuseWrong);
      model.change({ ...DEFAULT_VIEW, filter: 'otter (' });
      await waitFor(() => model.filterProblem.value !== undefined);
      assert.equal(model.view.value.filter, '', 'the view has what was understood');
      store.runs.unshift(madeRun(50, {}, { name: 'new-one' }));
      send(changed({ runId: store.runs[0]!.run.id, keys: [] }));
      await waitFor(() => names()[0] === 'new-one');
      assert.equal(model.filter.value, 'otter (', 'what was typed stays in its field');
      assert.equal(model.failure.value, undefined);
    });

    it('is told apart: a sort is no matter of the filter, and what was shown stays', async () => {
      const { model, names, store, send } = await openModel({}, refuseWrong);
      const before = names();
      model.change({ ...DEFAULT_VIEW, sort: [{ column: 'params.wrong', descending: false }] });
      await waitFor(() => model.refusal.value === 'The runs cannot be sorted so.');
      assert.equal(model.filterProblem.value, undefined);
      assert.deepEqual(model.view.value.sort, []);
      assert.deepEqual(names(), before);
      store.runs.unshift(madeRun(51, {}, { name: 'another' }));
      send(changed({ runId: store.runs[0]!.run.id, keys: [] }));
      await waitFor(() => names()[0] === 'another');
    });
  });

  it('keeps what was refused until it was read, whatever is read meanwhile', async () => {
    const { model, store, send } = await openModel({}, (method) => {
      if (method === 'renameRun') throw misunderstood('This run does not exist any more.');
    });
    model.act('renameRun', { runId: 'x' });
    await waitFor(() => model.refusal.value !== undefined);
    store.runs[0]!.cells['metrics.accuracy'] = 0.5;
    const runId = store.runs[0]!.run.id;
    send(changed({ runId, keys: ['accuracy'] }));
    model.want([runId], [], [{ kind: 'metrics', key: 'accuracy' }]);
    await waitFor(() => model.rows.get(runId)?.cells.get('metrics.accuracy') === 0.5);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(model.refusal.value, 'This run does not exist any more.');
    model.dismissRefusal();
    assert.equal(model.refusal.value, undefined);
  });

  it('reads all rows again when the store was started again', async () => {
    const { model, store, send } = await openModel();
    const [first] = store.runs;
    first!.cells['metrics.accuracy'] = 0.123;
    model.want([first!.run.id], [], [{ kind: 'metrics', key: 'accuracy' }]);
    send({ kind: 'restarted' });
    send(changed());
    await waitFor(() => model.rows.get(first!.run.id)?.cells.get('metrics.accuracy') === 0.123);
  });

  describe('the baseline', () => {
    it('is not held any more when its run is deleted', async () => {
      const { model, store, send } = await openModel();
      const gone = store.runs[2]!.run.id;
      model.change({ ...DEFAULT_VIEW, baseline: gone });
      model.want([gone], [], []);
      assert.equal(model.baseline.value, gone);
      store.runs.splice(2, 1);
      send(changed({ runId: gone, keys: [], removed: true }));
      assert.equal(model.baseline.value, undefined);
      assert.equal(model.baselineItem.value, undefined);
    });

    it('is that of the experiment where the kept one is no run any more', async () => {
      const runs = someRuns();
      const baselines = [{ experiment: 'penguins', runId: runs[1]!.run.id }];
      const { model } = await openModel({ runs, baselines, view: { ...DEFAULT_VIEW, baseline: 'gone' } });
      assert.equal(model.baseline.value, 'gone', 'it was not asked for yet');
      model.want(['gone', runs[1]!.run.id], [], []);
      await waitFor(() => model.baseline.value === runs[1]!.run.id);
      await waitFor(() => model.baselineItem.value !== undefined);
    });

    it('is a row for the keyboard, also outside the filter', async () => {
      const { model, actions, press, store } = await openModel();
      const baseline = store.runs[5]!.run.id;
      model.change({ ...DEFAULT_VIEW, baseline });
      model.setFilter('otter');
      await waitFor(() => model.order.shown.value.runIds.length === 1);
      press('ArrowUp');
      assert.equal(actions.itemAt(model.selection.active.value.row)?.key, `baseline ${baseline}`);
      assert.deepEqual(actions.chosen(), [baseline]);
      press('ArrowUp');
      assert.equal(model.selection.active.value.row, -1);
      press('ArrowDown');
      press('ArrowDown');
      assert.equal(model.selection.active.value.row, 0);
    });
  });

  describe('a range', () => {
    it('begins where the keyboard went, not where it was selected before', async () => {
      const { model, press } = await openModel({ runs: manyRuns(40) });
      model.selection.only(0);
      for (let n = 0; n < 20; n += 1) press('ArrowDown');
      press('Shift+ArrowDown');
      const { runIds } = model.order.shown.value;
      assert.deepEqual([...model.selection.runIds.value], runIds.slice(20, 22));
      press('Shift+ArrowUp');
      press('Shift+ArrowUp');
      assert.deepEqual([...model.selection.runIds.value], runIds.slice(19, 21));
    });

    it('begins at its run, wherever a sort puts it', async () => {
      const { model } = await openModel({ runs: manyRuns(20) });
      model.selection.only(0);
      const [first] = model.order.shown.value.runIds;
      model.change({ ...DEFAULT_VIEW, sort: [{ column: 'metrics.loss', descending: true }] });
      await waitFor(() => model.order.shown.value.runIds.at(-1) === first);
      model.selection.extendTo(18, 0);
      assert.deepEqual([...model.selection.runIds.value], model.order.shown.value.runIds.slice(18));
    });
  });

  describe('what would move under the pointer', () => {
    it('waits, columns too, and comes when nobody points any more', async () => {
      const { model, store, send, names } = await openModel();
      let isCalm = false;
      model.isCalm = () => isCalm;
      store.runs[0]!.cells['metrics.a_new'] = 1;
      store.runs.reverse();
      send(changed({ runId: store.runs[0]!.run.id, keys: ['a_new'] }));
      await waitFor(() => model.isWaiting.value && model.order.pending.value !== undefined);
      assert.equal(names()[0], 'brisk-otter');
      assert.ok(!model.layout.value.some(({ key }) => key === 'a_new'));
      model.settle();
      assert.ok(model.isWaiting.value, 'somebody still points');
      isCalm = true;
      model.settle();
      assert.equal(names()[0], 'glad-mole');
      assert.ok(model.layout.value.some(({ key }) => key === 'a_new'));
      assert.ok(!model.isWaiting.value);
    });

    it('is a column that a person asked for: it comes at once', async () => {
      const { model, store, send } = await openModel();
      model.isCalm = () => false;
      model.act('addTag', { runIds: [store.runs[0]!.run.id] });
      store.runs[0]!.cells['tags.added'] = 'x';
      send(changed({ runId: store.runs[0]!.run.id, keys: [] }));
      await waitFor(() => model.layout.value.some(({ key }) => key === 'added'));
    });

    it('takes the keyboard along', async () => {
      const { model, store, send, press } = await openModel();
      press('ArrowDown');
      const column = model.layout.value.findIndex(({ id }) => id === 'params.lr') + 1;
      model.selection.active.value = { row: 1, column };
      store.runs[0]!.cells['metrics.a_new'] = 1;
      store.runs.unshift(madeRun(60));
      send(changed({ runId: store.runs[0]!.run.id, keys: [] }));
      await waitFor(() => model.order.shown.value.runIds.length === 7);
      const { active } = model.selection;
      assert.equal(model.layout.value[active.value.column - 1]?.id, 'params.lr');
      assert.equal(active.value.column, column + 1);
      assert.equal(active.value.row, 2);
    });
  });

  it('colours by the values that there are now', async () => {
    const { model, store, send } = await openModel();
    const columns = [{ kind: 'metrics' as const, key: 'accuracy' }];
    model.change({ ...DEFAULT_VIEW, heat: true });
    model.inSight = { rows: 6, columns };
    await model.quantiles.want(columns);
    const greatest = () => model.quantiles.known.value.get('metrics.accuracy')?.at(-1);
    assert.equal(greatest(), 0.9342);
    store.runs[0]!.cells['metrics.accuracy'] = 0.99;
    send(changed({ runId: store.runs[0]!.run.id, keys: ['accuracy'] }));
    await waitFor(() => greatest() === 0.99);
  });

  describe('a copy', () => {
    const copied = async (given: Parameters<typeof openModel>[0], format: 'csv' | 'markdown' = 'csv') => {
      const { model, actions, asked } = await openModel(given);
      await copyRows(model, actions.strings, actions.columns, format);
      const { args } = asked.find(({ method }) => method === 'copy')!;
      return args as { text: string; rows: number; total: number };
    };

    it('has all rows and all columns, read in blocks', async () => {
      const cells = Object.fromEntries(Array.from({ length: 1400 }, (_, n) => [`params.p${n}`, n]));
      const runs = Array.from({ length: 1100 }, (_, n) => madeRun(n, n === 1099 ? cells : {}));
      const { text, rows, total } = await copied({ runs });
      assert.deepEqual([rows, total], [1100, 1100]);
      const lines = text.trimEnd().split('\r\n');
      assert.equal(lines.length, 1101);
      const [head, last] = [lines[0]!.split(','), lines.at(-1)!.split(',')];
      const wrong = Object.keys(cells).filter((id, n) => last[head.indexOf(id.slice('params.'.length))] !== String(n));
      assert.deepEqual(wrong, []);
    });

    it('says how many rows it left out', async () => {
      const cells = Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`params.p${n}`, n]));
      const runs = Array.from({ length: 900 }, (_, n) => madeRun(n, n === 0 ? cells : {}));
      const { rows, total } = await copied({ runs });
      assert.ok(rows < 900 && rows > 700, `${rows}`);
      assert.equal(total, 900);
    });

    it('is whole for a sheet: times that sort, seconds, notes with their lines', async () => {
      const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
      const run = madeRun(1, {}, { startedAt, endedAt: startedAt + 3 * 60 * 60_000, status: 'failed' });
      const { text } = await copied({ runs: [{ ...run, note: '# Seen\n\nfirst "good" one' }] });
      assert.equal(
        text,
        'Run,Age,Duration,Note\r\nrun-1,2026-01-02T03:04:05.000Z,10800,"# Seen\n\nfirst ""good"" one"\r\n',
      );
    });
  });
});
