import { useRef } from "preact/hooks";
import type { Result } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";
import { useAction } from "./use-action.ts";

export interface Sending {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** @param content what is sent, as text: the key belongs to it */
  send<T>(content: string, request: (key: string) => Promise<Result<T>>, done: (value: T) => void): void;
}

/**
 * Sends what must arrive once. The same content keeps its key until it has arrived, so neither a second click nor a
 * retry after a lost answer doubles it; once nobody can tell, a further try is the person's own decision.
 */
export function useSend(): Sending {
  const { busy, failure, run, settle } = useAction();
  const claimed = useRef<{ readonly content: string; readonly key: string }>(undefined);
  return {
    busy,
    failure,
    send: (content, request, done) =>
      run(async () => {
        if (claimed.current?.content !== content) claimed.current = { content, key: crypto.randomUUID() };
        const answer = await request(claimed.current.key);
        if (answer.ok || answer.failure.code === "outcome_unknown") claimed.current = undefined;
        if (!answer.ok) return answer.failure;
        settle();
        done(answer.value);
        return undefined;
      }),
  };
}
