const seconds = { type: "integer", minimum: 0 } as const;

/** `components.headers`; the rate limit headers follow draft-ietf-httpapi-ratelimit-headers-07. */
export const sharedHeaders = {
  RateLimitLimit: { description: "How many such requests a user may make in a minute.", schema: seconds },
  RateLimitRemaining: { description: "How many are left in this minute.", schema: seconds },
  RateLimitReset: { description: "Seconds until the next minute begins.", schema: seconds },
  RetryAfter: { description: "Seconds after which to ask again (RFC 9110 section 10.2.3).", schema: seconds },
  IdempotencyReplayed: {
    description: "`true` where the answer is that of an earlier request under the same Idempotency-Key.",
    schema: { type: "string", const: "true" },
  },
} as const;
