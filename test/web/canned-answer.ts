// What the canned API is asked, and what it answers.

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
  readonly headers?: Readonly<Record<string, string>>;
  /** It waits for this, and for the delay afterwards. */
  readonly until?: Promise<unknown>;
  readonly delayMs?: number;
}
