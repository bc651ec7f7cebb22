import type { CompareModel } from './compareModel';
import { filterKeys, groupKeys, type KeyGroup } from './keyGroups';
import type { ViewState } from './viewState';

/** Charts that stand together, and whether they are in sight or folded. */
export interface ShownGroup extends KeyGroup {
  isOpen: boolean;
}

/** The groups of charts in their order, without those that the search leaves out or that are hidden. */
export function shownGroups(model: CompareModel, view: ViewState): ShownGroup[] {
  const search = view.search.value;
  const found = filterKeys(model.metricKeys.value, search);
  const shown = model.layout.sorted(found.filter((key) => model.layout.of(key).hidden !== true));
  const groups = groupKeys(shown, model.keyMetric.value, (key) => model.layout.isPlaced(key));
  const toggled = view.toggled.value;
  // A single group has no head to unfold it by; a search unfolds what it finds.
  const isUnfolded = groups.length === 1 || search !== '';
  return groups.map((group) => ({ ...group, isOpen: isUnfolded || toggled.includes(group.name) === group.aside }));
}
