export interface CallLimits {
  /** Including the first attempt. The SDK makes the retries. */
  readonly maxAttempts: number;
  /** Timeout of one attempt; 2000 unless given. */
  readonly requestTimeoutMs?: number;
}

/** Settings of every AWS client. Without `throwOnRequestTimeout` the SDK only logs a warning when a request times out. */
export const clientSettings = ({ maxAttempts, requestTimeoutMs = 2000 }: CallLimits) => ({
  maxAttempts,
  requestHandler: { connectionTimeout: 500, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
});
