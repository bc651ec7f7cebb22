import assert from 'node:assert/strict';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import { argumentsInput, clickLens } from './tracking';
import type { TreeRow, Workbench } from './workbench';

describe('in Korean', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('korean', { locale: 'ko' });
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  it('are the views and what they teach', async () => {
    const runs = workbench.view('실행');
    await runs.getByText('아직 실행이 없습니다.').waitFor();
    assert.deepEqual(await runs.locator('.monaco-button').allInnerTexts(), ['현재 파일 추적', '예제 열기']);
    await workbench.view('데이터셋').getByText('실행이 읽은 데이터 파일이 여기에 표시됩니다.').waitFor();
    await workbench.view('모델').getByText('실행이 쓴 모델 파일이 여기에 표시됩니다.').waitFor();
  });

  it('are the lenses, the input box and the terminal', async () => {
    await workbench.showLens('train.py');
    await workbench.codeLens('이 실행 추적').waitFor();
    await clickLens(workbench, '인수 지정…', argumentsInput(workbench));
    await workbench.answer('--epochs 3');
    await workbench.terminal.waitFor(/추적 중\(/);
    await workbench.terminal.waitFor(/완료됨/);
  });

  it('are the rows of the tree and their context menu', async () => {
    const isEnded = ([row]: TreeRow[]): boolean => row?.icon === 'testing-passed-icon';
    const [run] = await eventually(() => workbench.readTree('실행'), isEnded);
    assert.match(run!.description, /^0\.\d+ accuracy · 방금$/);
    await workbench.toggleRow(workbench.treeRow('실행', run!.label));
    const rows = await eventually(
      () => workbench.readTree('실행'),
      (all) => all.length === 8,
    );
    assert.deepEqual(
      rows.slice(4).map(({ label, description }) => [label, description.replace(/[\d.]+ KB/, '# KB')]),
      [
        ['penguins.csv', '읽음 · v1'],
        ['model.json', '모델 · v1 · # KB'],
        ['predictions.csv', '씀 · # KB'],
        ['코드', '파일 2개 중 1개가 실행됨'],
      ],
    );
    await workbench.chooseInContextMenu(workbench.treeRow('실행', run!.label), '실행 비교');
  });

  it('is the comparison', async () => {
    const frame = await workbench.webviewFrame('실행 비교(1)');
    await frame.locator('canvas').first().waitFor();
    assert.equal(await frame.locator('html').getAttribute('lang'), 'ko');
    await frame.locator('#values').waitFor();
    assert.deepEqual(await frame.locator('#values h2, .group-row').allInnerTexts(), ['값', '파라미터', '메트릭']);
    assert.deepEqual(await frame.locator('.chips > vscode-button, .toolbar .link').allInnerTexts(), [
      '실행 추가',
      '보고서 저장…',
      '차트',
      '값',
    ]);
    await example.session.screenshot('comparison');
    // Only names, numbers and what people everywhere call their metrics are left in Latin letters.
    const text = await frame.locator('main').innerText();
    const [name] = await workbench.readTree('실행');
    const latin = text.replaceAll(name!.label, '').match(/[A-Za-z_]{3,}/g) ?? [];
    // A run that takes long enough is sampled: its machine has metrics too.
    const words = new Set(latin.filter((word) => word !== 'system'));
    assert.deepEqual([...words].toSorted(), ['accuracy', 'epochs', 'hidden', 'loss', 'seed', 'val_loss']);
  });
});
