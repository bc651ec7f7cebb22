/** When the evaluation of our code began, on the clock of `performance.now()`, ms. To be the first import of the extension. */
export const evaluationStart = performance.now();
