// The requests that the canned API records and the replies it sends.

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string;
  /** The Idempotency-Key. */
  readonly key: string;
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** In the place of a body as JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The reply is sent once this is resolved and `delayMs` has passed. */
  readonly until?: Promise<unknown>;
  readonly delayMs?: number;
}
