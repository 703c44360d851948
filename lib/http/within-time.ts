/**
 * A fetch whose requests, bodies included, all end within `ms` from now, however many there are: each has a deadline of its
 * own, but a list of many pages would outlast the 30 s of an HTTP API, and its caller would get no answer of ours.
 */
export function withinTime(ms: number, send: typeof fetch): typeof fetch {
  const late = AbortSignal.timeout(ms);
  return (input, init) => send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, late]) : late });
}
