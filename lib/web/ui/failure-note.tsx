import type { Failure } from "../api/failure.ts";
import { Button } from "./button.tsx";
import { describeFailure } from "./failure-texts.ts";
import { formatScope } from "./format-scope.ts";
import { Icon } from "./icon.tsx";
import { useCountdown } from "./use-countdown.ts";

interface Props {
  readonly failure: Failure;
  /** Name of the provider whose account failed; without it the API's own title and detail are shown. */
  readonly name?: string;
  readonly onRetry?: (() => void) | undefined;
  /** @param missing scopes that the failed call needs */
  readonly onReconnect?: ((missing: readonly string[]) => void) | undefined;
}

/** Shows a failure, with a button to retry or reconnect and a countdown after a rate limit. */
export function FailureNote({ failure, name, onRetry, onReconnect }: Props) {
  const left = useCountdown(failure.retryAfter);
  const { title, detail } = name ? describeFailure(failure, name) : failure;
  const mustReconnect = failure.code === "reconnect_required" || failure.code === "insufficient_permissions";
  const wait = failure.retryAfter > 0 ? ` Please wait ${failure.retryAfter} seconds.` : "";
  return (
    <div class="note bad">
      <Icon name="alert" />
      <div class="note-text" role="alert">
        <p>
          <strong>{title}.</strong> {detail}
          {wait}
        </p>
        {failure.missingScopes.length > 0 && <p>Missing: {failure.missingScopes.map(formatScope).join(", ")}</p>}
        {failure.requestId && (
          <p class="fine">
            Request <code>{failure.requestId}</code>
          </p>
        )}
      </div>
      {mustReconnect && onReconnect ? (
        <Button onPress={() => onReconnect(failure.missingScopes)}>Reconnect</Button>
      ) : (
        onRetry && (
          <Button disabled={left > 0} onPress={onRetry}>
            {left > 0 ? `Retry in ${left} s` : "Retry"}
          </Button>
        )
      )}
    </div>
  );
}
