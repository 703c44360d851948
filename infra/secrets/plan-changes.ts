// Decides what to write for each secret of a stage, and refuses before anything is written. No sentence contains a value.
import { formerSecretName } from "../names.ts";
import { describeTagging, parseSecretValue, type SecretValue, type StoredSecret } from "./stored-secret.ts";

/** What is to stand under a name; undefined leaves it as it is. */
export type Wanted = (stored: SecretValue | undefined) => SecretValue | undefined;

export interface Change {
  readonly name: string;
  /** Absent when nothing is written. */
  readonly write?: { readonly value: SecretValue; readonly isNew: boolean };
  readonly outcome: string;
}

type ReadSecret = (name: string) => Promise<StoredSecret>;

/**
 * Plans one secret. What 0.1.0 stored under the former name is copied; the former secret itself is never changed.
 * @returns undefined when there is nothing to say
 * @throws Error in one sentence when the secret is not ours, is scheduled for deletion, or is not in our form
 */
export async function planChange(
  stage: string,
  name: string,
  want: Wanted,
  read: ReadSecret,
): Promise<Change | undefined> {
  const stored = await read(name);
  if (stored.state === "deleted") throw new Error(describeDeleted(name, stored.deletedAt));
  if (stored.state === "present") return planUpdate(name, readOurs(stage, name, stored), want);
  const former = await read(formerSecretName(name));
  const copied = former.state === "present" ? parseSecretValue(former.value) : undefined;
  const value = want(copied) ?? copied;
  if (value === undefined) return undefined;
  return { name, write: { value, isNew: true }, outcome: describeCreation(name, value, copied) };
}

function planUpdate(name: string, stored: SecretValue, want: Wanted): Change | undefined {
  const value = want(stored);
  if (value === undefined) return undefined;
  if (value.current === stored.current && value.previous === stored.previous) return { name, outcome: "unchanged" };
  const outcome =
    value.previous === undefined
      ? "the previous value is forgotten"
      : "changed, the old value is kept as the previous one";
  return { name, write: { value, isNew: false }, outcome };
}

/** The new value, with the stored one as the previous one, so that nothing fails while Lambdas still use it. */
export const replaceBy =
  (current: string | undefined): Wanted =>
  (stored) => {
    if (current === undefined) return undefined;
    if (stored === undefined) return { current };
    return stored.current === current ? stored : { current, previous: stored.current };
  };

/** The stored value alone, where it is the given one: what leaked must not be accepted as the previous one any longer. */
export const forgetPrevious =
  (current: string | undefined): Wanted =>
  (stored) =>
    stored !== undefined && stored.current === current ? { current } : replaceBy(current)(stored);

function readOurs(stage: string, name: string, stored: StoredSecret & { readonly state: "present" }): SecretValue {
  if (!stored.isOurs) {
    throw new Error(
      `The secret ${name} is not Patchbay's, since it has no tag patchbay:stage=${stage}; nothing was written. ${describeTagging(stage, name)}`,
    );
  }
  const value = parseSecretValue(stored.value);
  if (value) return value;
  throw new Error(
    `The secret ${name} is not in Patchbay's form, {"current": "…"}; nothing was written. Delete it, and run this again.`,
  );
}

const describeDeleted = (name: string, deletedAt: Date) =>
  `The secret ${name} is scheduled for deletion since ${deletedAt.toISOString().slice(0, 10)}; nothing was written. To keep it, run: aws secretsmanager restore-secret --secret-id ${name}`;

function describeCreation(name: string, { current }: SecretValue, copied: SecretValue | undefined): string {
  if (copied === undefined) return "created";
  const from = formerSecretName(name);
  return copied.current === current
    ? `copied from ${from}`
    : `created, the value of ${from} is kept as the previous one`;
}
