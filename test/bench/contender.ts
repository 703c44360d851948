/** One of those that are compared: the same work, the same input, each in a process of its own. */
export interface Contender {
  /** Signs its requests anew, for signatures that grow old. Not measured. */
  prepare(): void;
  /** Handles one request. @throws Error when the answer or what came of it is wrong, so that a wrong fast path scores nothing */
  call(index: number): Promise<void>;
}

export interface Setting {
  /** Length of a body. */
  readonly bytes: number;
  /** How long the queue takes, in milliseconds. */
  readonly queueMs: number;
}

export type MakeContender = (setting: Setting) => Promise<Contender>;

/** How many different requests there are: 10,000, or as many as fit into 64 MB. */
export const requestCount = ({ bytes }: Setting) => Math.min(10_000, Math.ceil(64_000_000 / bytes));

/** A JSON object of about so many bytes whose first member is its id, made of small objects as events are. */
export function createBody(index: number, bytes: number, start: (id: string) => object): { id: string; body: string } {
  const id = `id-${String(index).padStart(8, "0")}-end`;
  const items: object[] = [];
  const filling = { type: "section", text: "Could you send the figures by Friday?", user: "U024BE7LH", n: index };
  const itemBytes = JSON.stringify(filling).length + 1;
  for (let size = JSON.stringify(start(id)).length; size + itemBytes < bytes; size += itemBytes) items.push(filling);
  return { id, body: JSON.stringify({ ...start(id), items }) };
}

/** Stands in for SQS: the last text it was given, after its time. */
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

/** @throws Error unless it is so */
export function assertRight(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`Wrong result: ${what}`);
}
