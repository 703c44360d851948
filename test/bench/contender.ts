/** One side of a comparison: same work, same input, separate processes. */
export interface Contender {
  /** Signs its requests again, since signatures expire. Not measured. */
  prepare(): void;
  /** Handles one request. @throws Error when the answer or the result is wrong, so that a wrong shortcut does not count */
  call(index: number): Promise<void>;
}

export interface Setting {
  /** Length of a body. */
  readonly bytes: number;
  /** Latency of the queue, in milliseconds. */
  readonly queueMs: number;
}

export type MakeContender = (setting: Setting) => Promise<Contender>;

/** How many different requests there are: 10,000, or as many as fit into 64 MB. */
export const requestCount = ({ bytes }: Setting) => Math.min(10_000, Math.ceil(64_000_000 / bytes));

/** A JSON object of about `bytes` bytes, made of small objects as events are; its first member is its id. */
export function createBody(index: number, bytes: number, start: (id: string) => object): { id: string; body: string } {
  const id = `id-${String(index).padStart(8, "0")}-end`;
  const items: object[] = [];
  const filling = { type: "section", text: "Could you send the figures by Friday?", user: "U024BE7LH", n: index };
  const itemBytes = JSON.stringify(filling).length + 1;
  for (let size = JSON.stringify(start(id)).length; size + itemBytes < bytes; size += itemBytes) items.push(filling);
  return { id, body: JSON.stringify({ ...start(id), items }) };
}

/** A fake SQS: stores the last text it was sent, after `ms` milliseconds. */
export function fakeQueue(ms: number) {
  const queue = {
    last: "",
    async send(text: string): Promise<void> {
      if (ms > 0) await new Promise((passed) => setTimeout(passed, ms));
      queue.last = text;
    },
  };
  return queue;
}

/** @throws Error unless `isRight` */
export function assertRight(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`Wrong result: ${what}`);
}
