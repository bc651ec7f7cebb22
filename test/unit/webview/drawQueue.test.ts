import assert from 'node:assert/strict';
import { drawNever, drawSoon } from '../../../webview/charts/drawQueue';

describe('the queue of drawings', () => {
  const { requestAnimationFrame } = globalThis as { requestAnimationFrame?: unknown };
  let frames: (() => void)[];
  beforeEach(() => {
    frames = [];
    Object.assign(globalThis, { requestAnimationFrame: (callback: () => void) => frames.push(callback) });
  });
  afterEach(() => Object.assign(globalThis, { requestAnimationFrame }));
  const nextFrame = (): void => frames.shift()!();

  it('draws each once, in the order in which they were asked for, and asks for no frame without need', () => {
    const drawn: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => () => void drawn.push(name)) as [
      () => void,
      () => void,
      () => void,
    ];
    for (const draw of [a, b, a, c]) drawSoon(draw);
    drawNever(b);
    assert.equal(frames.length, 1);
    nextFrame();
    assert.deepEqual(drawn, ['a', 'c']);
    assert.equal(frames.length, 0);
  });

  it('leaves to the next frame what does not fit into one', () => {
    const drawn: number[] = [];
    const slow = (n: number) => () => {
      drawn.push(n);
      for (const end = performance.now() + 15; performance.now() < end;);
    };
    for (const n of [1, 2, 3]) drawSoon(slow(n));
    for (const sofar of [[1], [1, 2], [1, 2, 3]]) {
      nextFrame();
      assert.deepEqual(drawn, sofar);
    }
    assert.equal(frames.length, 0);
  });

  it('goes on after a drawing that failed', () => {
    const drawn: string[] = [];
    drawSoon(() => {
      throw new Error('no canvas');
    });
    drawSoon(() => void drawn.push('next'));
    assert.throws(nextFrame, /no canvas/);
    nextFrame();
    assert.deepEqual(drawn, ['next']);
  });
});
