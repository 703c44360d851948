// The key that contexts are signed with, as a secret has it: `<id>:<base64url of 32 bytes>`.

export interface ContextKey {
  /** Names the key in the database: during a rotation it has two. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

export const formatContextKey = ({ id, key }: ContextKey): string => `${id}:${key.toString("base64url")}`;

/** @returns undefined for a text of another shape */
export function tryParseContextKey(text: string): ContextKey | undefined {
  const [, id, encoded = ""] = /^([a-z0-9]{1,16}):([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id === undefined ? undefined : { id, key: Buffer.from(encoded, "base64url") };
}
