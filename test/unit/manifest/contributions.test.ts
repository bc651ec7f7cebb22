import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { PALETTE, type ThemeKind } from '../../../src/protocol/palette';
import { SETTING_DEFAULTS } from '../../../src/recorder/workspaceSettings';
import { declaredIds } from './declaredIds';

interface Manifest {
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; enablement?: string }[];
    views: { trialbook: { id: string }[] };
    configuration: { properties: Record<string, { default: unknown }> };
    taskDefinitions: { type: string; properties: Record<string, unknown> }[];
    menus: Record<string, { command: string; when?: string; group?: string }[]>;
    keybindings: { command: string; when?: string }[];
    viewsWelcome: { view: string; contents: string }[];
    colors: { id: string; defaults: Record<string, string> }[];
    walkthroughs: { id: string; steps: { id: string; media: { svg: string }; completionEvents: string[] }[] }[];
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const sorted = (ids: Iterable<string>): string[] => [...ids].toSorted();

describe('package.json', () => {
  it('declares the commands of the typed map, and no other', () => {
    const declared = contributes.commands.map(({ command }) => command);
    assert.deepEqual(sorted(declared), sorted(declaredIds('src/platform/commands.ts', 'interface CommandArguments')));
  });

  it('declares the settings of the typed map, and no other', () => {
    const declared = Object.keys(contributes.configuration.properties);
    assert.deepEqual(sorted(declared), sorted(declaredIds('src/platform/settings.ts', 'interface SettingTypes')));
  });

  it('gives the defaults that the command line has for settings', () => {
    const names = Object.keys(SETTING_DEFAULTS);
    const declared = names.map((name) => [name, contributes.configuration.properties[name]?.default]);
    assert.deepEqual(Object.fromEntries(declared), SETTING_DEFAULTS);
  });

  it('declares the views of the type, and no other', () => {
    const declared = contributes.views.trialbook.map(({ id }) => id);
    assert.deepEqual(sorted(declared), sorted(declaredIds('src/platform/views.ts', 'type ViewId')));
  });

  it('names only declared commands in menus, keys and empty states', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const welcome = contributes.viewsWelcome.flatMap(({ contents }) => linkedCommands(contents));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    assert.deepEqual(
      [...used, ...welcome].filter((id) => id.startsWith('trialbook.') && !known.has(id)),
      [],
    );
  });

  it('uses no context key of ours in a when-clause that the code does not declare', () => {
    const keys = new Set([
      ...declaredIds('src/platform/views.ts', 'type ViewId'),
      ...declaredIds('src/platform/contextKeys.ts', 'type ContextKey'),
    ]);
    const clauses = [
      ...[...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ when }) => when ?? ''),
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
    ];
    const used = clauses.flatMap((clause) => clause.match(/trialbook\.\w+/g) ?? []);
    assert.deepEqual(
      used.filter((key) => !keys.has(key)),
      [],
    );
  });

  it('offers to queue and debug a script where it can be done, and nothing where nothing is started', () => {
    for (const name of ['editor/title/run', 'explorer/context', 'editor/context']) {
      const when = (command: string): string =>
        contributes.menus[name]!.find((item) => item.command === `trialbook.${command}`)?.when ?? '';
      const track = when('trackFile');
      assert.match(track, / && isWorkspaceTrusted$/);
      assert.equal(when('queueFile'), track, name);
      assert.equal(when('debugFile'), track.replace(/=~ \/.*\/ &&/, '== python &&'), name);
    }
    const palette = contributes.menus['commandPalette']!.find(({ command }) => command === 'trialbook.debugFile');
    assert.equal(palette?.when, 'editorLangId == python');
  });

  it('has a place of its own for each item of a menu', () => {
    for (const [menu, items] of Object.entries(contributes.menus)) {
      // Items whose conditions exclude each other may share one.
      const places = items.flatMap(({ group, when }) => (group === undefined ? [] : [`${group} ${when}`]));
      assert.deepEqual(
        places.filter((place, at) => places.indexOf(place) !== at),
        [],
        menu,
      );
    }
    for (const menu of ['editor/title/run', 'explorer/context', 'editor/context']) {
      const groups = contributes.menus[menu]!.map(({ group }) => group);
      assert.deepEqual(groups, [...new Set(groups)], menu);
    }
  });

  it('starts by itself where nobody opens a script: terminals may have to be tracked', () => {
    assert.ok(manifest.activationEvents.includes('onStartupFinished'));
  });

  it('contributes the colours of the palette', () => {
    for (const kind of Object.keys(PALETTE) as ThemeKind[]) {
      assert.deepEqual(
        contributes.colors.map(({ id, defaults }) => [id, defaults[kind]]),
        PALETTE[kind].map((color, n) => [`trialbook.run${n + 1}`, color]),
      );
    }
  });

  it('has a walkthrough whose steps end on what there is, with pictures in the colours of the theme', () => {
    const known = [
      ...contributes.commands.map(({ command }) => `onCommand:${command}`),
      ...contributes.views.trialbook.map(({ id }) => `onView:${id}`),
    ];
    for (const { id, media, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(completionEvents.length > 0 && completionEvents.every((event) => known.includes(event)), id);
      const colors = [...readFileSync(media.svg, 'utf8').matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(
        ([, color]) => color,
      );
      assert.ok(colors.length > 0, id);
      assert.deepEqual(
        colors.filter((color) => !/^(none|var\(--vscode-.*\))$/.test(color ?? '')),
        [],
        id,
      );
    }
    const tour = 'trialbook.trialbook%23start';
    assert.ok(readFileSync('package.nls.json', 'utf8').includes(tour));
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => id),
      ['start'],
    );
  });

  it('has every text in English and Korean', () => {
    const used = sorted(new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '')));
    for (const file of ['package.nls.json', 'package.nls.ko.json']) {
      assert.deepEqual(sorted(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)), used, file);
    }
  });

  it('links only to declared commands from the empty states of every language', () => {
    const known = new Set([
      ...contributes.commands.map(({ command }) => command),
      // The editor makes them.
      ...contributes.views.trialbook.map(({ id }) => `${id}.focus`),
    ]);
    for (const file of readdirSync('.').filter((name) => name.startsWith('package.nls'))) {
      const ours = linkedCommands(readFileSync(file, 'utf8')).filter((id) => id.startsWith('trialbook.'));
      assert.ok(ours.length > 0, file);
      assert.deepEqual(
        ours.filter((id) => !known.has(id)),
        [],
        file,
      );
    }
  });
});

function linkedCommands(contents: string): string[] {
  return [...contents.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? '');
}
