// What a sandbox provider has pushed, and how each attempt went.

export interface Attempt {
  /** ISO 8601. */
  readonly at: string;
  readonly ms: number;
  /** Null: no answer came. */
  readonly status: number | null;
  readonly failure?: "timeout" | "connection";
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** The start of what was answered. */
  readonly answer: string;
}

export interface Delivery {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: Attempt[];
  outcome: "pending" | "accepted" | "given up";
}

export type Deliveries = ReturnType<typeof createDeliveries>;

const maxKept = 5000;

export function createDeliveries() {
  let kept: Delivery[] = [];
  let count = 0;
  let era = 0;
  return {
    open(event: string, url: string, body: string): Delivery {
      count += 1;
      const delivery: Delivery = { id: count, event, url, body, attempts: [], outcome: "pending" };
      kept.push(delivery);
      if (kept.length > maxKept) kept = kept.slice(-maxKept);
      return delivery;
    },
    list: (): readonly Delivery[] => kept,
    /** Changes with each clear: a retry that waited through one is not made. */
    era: () => era,
    clear(): void {
      kept = [];
      era += 1;
    },
  };
}
