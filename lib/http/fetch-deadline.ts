/**
 * A fetch whose requests, bodies included, all end within `ms` from now, however many there are: each has a deadline of its
 * own, but a list of many pages would outlast the 30 s of an HTTP API, and its caller would get no answer of ours.
 */
export const withDeadline = (ms: number, send: typeof fetch): typeof fetch =>
  abortFetchOn(AbortSignal.timeout(ms), send);

/** What shares its time among several calls. */
export interface SharedDeadline {
  /** Ends all of them; set by the first. */
  deadline?: AbortSignal;
}

/** The same, counted from its first call for a request: what is asked for one answer shares that answer's time. */
export function withRequestDeadline(request: SharedDeadline, ms: number, send: typeof fetch): typeof fetch {
  request.deadline ??= AbortSignal.timeout(ms);
  return abortFetchOn(request.deadline, send);
}

function abortFetchOn(late: AbortSignal, send: typeof fetch): typeof fetch {
  return (input, init) => send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, late]) : late });
}
