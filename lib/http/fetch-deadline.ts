/** Aborts all requests, bodies included, `ms` from now: each has a deadline too, but many pages could exceed an HTTP API's 30 s. */
export const withDeadline = (ms: number, send: typeof fetch): typeof fetch =>
  abortFetchOn(AbortSignal.timeout(ms), send);

export interface SharedDeadline {
  /** Aborts all calls; set by the first one. */
  deadline?: AbortSignal;
}

/** Like {@link withDeadline}, but `ms` counts from the first use for a request: all calls made for it share the time. */
export function withRequestDeadline(request: SharedDeadline, ms: number, send: typeof fetch): typeof fetch {
  request.deadline ??= AbortSignal.timeout(ms);
  return abortFetchOn(request.deadline, send);
}

function abortFetchOn(deadline: AbortSignal, send: typeof fetch): typeof fetch {
  return (input, init) =>
    send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline });
}
