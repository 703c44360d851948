// The log of a sandbox provider's deliveries and their attempts.

export interface Attempt {
  /** ISO 8601. */
  readonly at: string;
  readonly ms: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly failure?: "timeout" | "connection";
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** The beginning of the answer's body. */
  readonly answer: string;
}

export interface Delivery {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: Attempt[];
  outcome: "pending" | "accepted" | "given up";
  /** Sent although nothing subscribes to it, so that the provider itself would have sent nothing. */
  readonly isUnheard?: true;
}

export const markUnheard = (deliveries: readonly Delivery[]): readonly Delivery[] =>
  deliveries.map((delivery) => ({ ...delivery, isUnheard: true }));

export type Deliveries = ReturnType<typeof createDeliveries>;

const maxDeliveries = 5000;

export function createDeliveries() {
  let deliveries: Delivery[] = [];
  let count = 0;
  let generation = 0;
  return {
    open(event: string, url: string, body: string): Delivery {
      count += 1;
      const delivery: Delivery = { id: count, event, url, body, attempts: [], outcome: "pending" };
      deliveries.push(delivery);
      if (deliveries.length > maxDeliveries) deliveries = deliveries.slice(-maxDeliveries);
      return delivery;
    },
    list: (): readonly Delivery[] => deliveries,
    /** Changes with each clear: retries that were waiting then are dropped. */
    generation: () => generation,
    clear(): void {
      deliveries = [];
      generation += 1;
    },
  };
}
