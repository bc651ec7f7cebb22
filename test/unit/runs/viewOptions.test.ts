import assert from 'node:assert/strict';
import { conditionOf, fieldOf, isGrouping, mixesLevels } from '../../../src/runs/view/grouping';
import { RunsViewOptions } from '../../../src/runs/view/viewOptions';
import { parseFilter } from '../../../src/store/filter/parser';

/** The editor's state of a workspace. */
class Kept {
  readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    // What is kept outlives the window as JSON.
    this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

const DEFAULTS = { grouping: 'auto', sort: null, filter: '' };

describe('what is chosen of the Runs view', () => {
  it('is kept, and told once when it changes', () => {
    const kept = new Kept();
    const options = new RunsViewOptions(kept);
    assert.deepEqual(options.current, DEFAULTS);
    let told = 0;
    options.onDidChange(() => (told += 1));
    options.choose({ grouping: 'tags.stage', sort: { by: 'metrics.loss', descending: false } });
    options.choose({ grouping: 'tags.stage' });
    options.choose({ filter: 'metrics.loss < 1' });
    assert.equal(told, 2);
    assert.deepEqual(new RunsViewOptions(kept).current, {
      grouping: 'tags.stage',
      sort: { by: 'metrics.loss', descending: false },
      filter: 'metrics.loss < 1',
    });
  });

  it('is what can be understood of what was kept', () => {
    for (const bad of [null, 7, 'x', [], { grouping: 'nothing', sort: 'x', filter: 3 }, { sort: { by: 1 } }]) {
      const kept = new Kept();
      kept.values.set('trialbook.runs.view', bad);
      kept.values.set('trialbook.runs.recentFilters', bad);
      const options = new RunsViewOptions(kept);
      assert.deepEqual([options.current, options.recentFilters], [DEFAULTS, []]);
    }
  });

  it('remembers the last ten filters, each once, the last one first', () => {
    const options = new RunsViewOptions(new Kept());
    for (let n = 0; n < 12; n += 1) options.remember(`metrics.a > ${n}`);
    options.remember('metrics.a > 5');
    assert.equal(options.recentFilters.length, 10);
    assert.deepEqual(options.recentFilters.slice(0, 3), ['metrics.a > 5', 'metrics.a > 11', 'metrics.a > 10']);
  });
});

describe('groupings', () => {
  it('are named by fields of the store', () => {
    assert.equal(fieldOf('none'), undefined);
    assert.equal(fieldOf('auto'), 'experiment');
    assert.equal(fieldOf('tags.`a b`'), 'tags.`a b`');
    assert.ok(isGrouping('tags.a') && isGrouping('day') && !isGrouping('tags.') && !isGrouping('params.lr'));
  });

  it('give each group a filter that can be understood, whatever its value', () => {
    for (const value of ['a', "it's", "' OR 1 = 1", '', '🐧'.repeat(1000)]) {
      assert.deepEqual(parseFilter(conditionOf('experiment', value)), {
        kind: 'condition',
        field: { of: 'attribute', key: 'experiment' },
        comparator: '=',
        values: [value],
      });
    }
    parseFilter(conditionOf('tags.`a b`', null));
  });

  it('list runs inside others beside those at the top only where a filter or a study asks for them', () => {
    assert.deepEqual(
      [mixesLevels('auto', ''), mixesLevels('parent', ''), mixesLevels('auto', 'x')],
      [false, true, true],
    );
  });
});
