/** How our secrets are stored: the value in use and, during a rotation, the one before. */
export interface Secret {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** Without zod: webhook receivers import this file and must start fast. @throws Error for anything else than a secret */
export function parseSecret(value: unknown): Secret {
  const { current, previous } = Object(value);
  if (!isNonEmptyText(current) || !(previous === undefined || isNonEmptyText(previous)))
    throw new Error("This is not a secret.");
  return { current, previous };
}

const isNonEmptyText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Every value that is valid now. */
export const listActive = (secret: Secret | undefined): string[] =>
  [secret?.current, secret?.previous].filter((value) => value !== undefined);
