import { useRef } from "preact/hooks";
import type { Result } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";
import { useAction } from "./use-action.ts";

export interface Sending {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /**
   * @param content identifies what is sent; the same content keeps its Idempotency-Key
   * @param request sends it under the key
   */
  send<T>(content: string, request: (key: string) => Promise<Result<T>>, onSent: (value: T) => void): void;
}

/**
 * Sends content without duplicates. Until the request succeeds, the same content keeps its Idempotency-Key, so neither a
 * second click nor a retry after a lost answer sends it twice. After `outcome_unknown` the next try gets a new key:
 * whether to send again is then the user's decision.
 */
export function useSend(): Sending {
  const { busy, failure, run, settle } = useAction();
  const pending = useRef<{ readonly content: string; readonly key: string }>(undefined);
  return {
    busy,
    failure,
    send: (content, request, onSent) =>
      run(async () => {
        if (pending.current?.content !== content) pending.current = { content, key: crypto.randomUUID() };
        const answer = await request(pending.current.key);
        if (answer.ok || answer.failure.code === "outcome_unknown") pending.current = undefined;
        if (!answer.ok) return answer.failure;
        settle();
        onSent(answer.value);
        return undefined;
      }),
  };
}
