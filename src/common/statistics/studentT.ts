/**
 * Probabilities of Student's t distribution, by the regularised incomplete beta function. That is summed as a continued
 * fraction (DLMF 8.17.22, https://dlmf.nist.gov/8.17.E22) with the method of W. J. Lentz as I. J. Thompson and
 * A. R. Barnett changed it ("Coulomb and Bessel Functions of Complex Arguments and Order", 1986); the gamma function in
 * front of it by the approximation of C. Lanczos ("A Precision Approximation of the Gamma Function", 1964).
 */

/** How likely a t is at least as far from 0, to either side, as this one: from 1 for 0 down to 0. `df` is above 0. */
export function twoSidedP(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(df / 2, 0.5, df / (df + t * t));
}

/**
 * The t that is as far from 0, to either side, as chance goes with this probability: the inverse of {@link twoSidedP}. `p`
 * is above 0 and at most 1, `df` is above 0.
 */
export function twoSidedT(p: number, df: number): number {
  let [low, high] = [0, 1];
  while (twoSidedP(high, df) > p) high *= 2;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, df) > p) low = middle;
    else high = middle;
  }
  return high;
}

/** I_x(a, b): how likely a value of the beta distribution is at most `x`. `a` and `b` are above 0, `x` from 0 to 1. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on one side of the mean; the other one is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return (front / a) * betaFraction(a, b, x);
}

/** As many as a number has bits of precision. */
const HALVINGS = 53;
const MOST_TERMS = 10_000;
const PRECISION = 1e-15;
/** Stands for a 0 that would be divided by. */
const TINY = 1e-300;

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d);
      c = awayFromZero(1 + term / c);
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** For g = 7 and n = 9, as P. Godfrey computed them. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Logarithm of the gamma function of a number above 0. */
function logGamma(value: number): number {
  const x = value - 1;
  const base = x + 7.5;
  const sum = LANCZOS.reduce((total, factor, i) => (i === 0 ? factor : total + factor / (x + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(base) - base + Math.log(sum);
}
