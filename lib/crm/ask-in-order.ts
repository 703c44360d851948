// Asks several systems side by side and takes the first answer in the order of the systems, within a deadline.

/** What one system said. */
export type SystemAnswer<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "unknown" }
  /** It must be connected again first. */
  | { readonly kind: "gone"; readonly reconnectUrl: string }
  | { readonly kind: "out" };

export interface Ask<T> {
  /** Never rejects. It should end soon after the signal is aborted. */
  readonly answer: Promise<SystemAnswer<T>>;
  /** Whether it must be waited for even after the deadline. */
  readonly mustEnd: () => boolean;
}

/** The answers before the first that found something, and that one; all of them if none did. */
export async function takeFirst<T>(
  asks: readonly Ask<T>[],
  deadline: AbortSignal,
): Promise<readonly SystemAnswer<T>[]> {
  const isOver = whenAborted(deadline);
  const answers: SystemAnswer<T>[] = [];
  for (const { answer, mustEnd } of asks) {
    const first = await Promise.race([answer, isOver]);
    const given = first ?? (mustEnd() ? await answer : { kind: "out" as const });
    answers.push(given);
    if (given.kind === "found") break;
  }
  return answers;
}

const whenAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
