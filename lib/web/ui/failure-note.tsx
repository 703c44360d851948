import type { Failure } from "../api/failure.ts";
import { Button } from "./button.tsx";
import { describeFailure } from "./failure-texts.ts";
import { formatScope } from "./format-scope.ts";
import { Icon } from "./icon.tsx";
import { useCountdown } from "./use-countdown.ts";

interface Props {
  readonly failure: Failure;
  /** The provider whose account it concerns; without it the API has the word. */
  readonly name?: string;
  readonly onRetry?: (() => void) | undefined;
  /** Takes the scopes that turned out to be missing. */
  readonly onReconnect?: ((missing: readonly string[]) => void) | undefined;
}

/** Says what went wrong and what can be done; a limit says how long to wait. */
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
