export interface CallLimits {
  /** The first one included; the SDK makes the others itself. */
  readonly maxAttempts: number;
  /** Milliseconds for one attempt; two seconds unless given. */
  readonly requestTimeoutMs?: number;
}

/** What every AWS client is made with. Without `throwOnRequestTimeout` the SDK only warns of a request that takes too long. */
export const clientSettings = ({ maxAttempts, requestTimeoutMs = 2000 }: CallLimits) => ({
  maxAttempts,
  requestHandler: { connectionTimeout: 500, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
});
