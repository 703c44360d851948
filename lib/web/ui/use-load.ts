import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Result } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  /** @param anew asks the source itself, not what is kept of it */
  reload(anew?: boolean): void;
  /** Replaces what was loaded. */
  put(value: T): void;
}

/**
 * Loads as soon as it is wanted, and again on `reload`. The old value stays visible meanwhile; a late answer to an old
 * question is dropped.
 */
export function useLoad<T>(load: (anew: boolean) => Promise<Result<T>>, wanted = true): Loaded<T> {
  const [state, setState] = useState<{ value?: T; failure?: Failure; loading: boolean }>({ loading: wanted });
  const question = useRef(load);
  question.current = load;
  const asked = useRef(0);

  const reload = useCallback((anew = false) => {
    asked.current += 1;
    const mine = asked.current;
    setState((before) => (before.value === undefined ? { loading: true } : { value: before.value, loading: true }));
    question.current(anew).then((answer) => {
      if (mine !== asked.current) return;
      if (answer.ok) setState({ value: answer.value, loading: false });
      // What is shown stays: a reload nobody asked for must not take a half-filled form away.
      else setState((before) => ({ ...before, failure: answer.failure, loading: false }));
    });
  }, []);
  const put = useCallback((value: T) => setState((before) => ({ ...before, value })), []);

  useEffect(() => {
    if (!wanted) return;
    reload();
    return () => {
      asked.current += 1;
    };
  }, [reload, wanted]);
  return { value: state.value, failure: state.failure, loading: state.loading, reload, put };
}
