import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Result } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  /** @param bypassCache asks the provider instead of the API's cache */
  reload(bypassCache?: boolean): void;
  /** Replaces the loaded value. */
  put(value: T): void;
}

/**
 * Loads a value as soon as it is enabled, and again on `reload`. The old value stays visible meanwhile; the answer to an
 * earlier request is dropped.
 */
export function useLoad<T>(load: (bypassCache: boolean) => Promise<Result<T>>, enabled = true): Loaded<T> {
  const [state, setState] = useState<{ value?: T; failure?: Failure; loading: boolean }>({ loading: enabled });
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const requestCount = useRef(0);

  const reload = useCallback((bypassCache = false) => {
    requestCount.current += 1;
    const requestNumber = requestCount.current;
    setState((before) => (before.value === undefined ? { loading: true } : { value: before.value, loading: true }));
    latestLoad.current(bypassCache).then((answer) => {
      if (requestNumber !== requestCount.current) return;
      if (answer.ok) setState({ value: answer.value, loading: false });
      // Keep the value: an automatic reload that fails must not remove a half-filled form.
      else setState((before) => ({ ...before, failure: answer.failure, loading: false }));
    });
  }, []);
  const put = useCallback((value: T) => setState((before) => ({ ...before, value })), []);

  useEffect(() => {
    if (!enabled) return;
    reload();
    return () => {
      requestCount.current += 1;
    };
  }, [reload, enabled]);
  return { value: state.value, failure: state.failure, loading: state.loading, reload, put };
}
