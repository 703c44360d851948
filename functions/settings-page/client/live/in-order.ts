// Frames in their order, each once, whatever the network does to them.
import { record, text } from "../api/read.ts";

export interface Frame {
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Receiver {
  /** The number of the last frame that was told. */
  position(): number;
  receive(message: unknown): void;
}

interface Options {
  /** The last number that is known already. */
  readonly from: number;
  readonly tell: (frame: Frame) => void;
  /** Some frames are missing: asks for those after a number. */
  readonly ask: (after: number) => void;
  /** Too much is missing to ask for it: everything must be read anew. */
  readonly onLost: () => void;
  readonly now?: () => number;
}

/** Frames behind a gap that are kept until it is filled; more than these are asked for again. */
const mostHeld = 500;
/** An answer that takes longer will not come. */
const patienceMs = 10_000;

export function inOrder({ from, tell, ask, onLost, now = Date.now }: Options): Receiver {
  let last = from;
  /** What was asked for reaches up to `goal`. */
  let asked = { goal: 0, at: 0 };
  const held = new Map<number, Frame>();

  const askUpTo = (goal: number) => {
    asked = { goal, at: now() };
    ask(last);
  };
  const missing = (before: number) => {
    if (last >= asked.goal || now() - asked.at > patienceMs) askUpTo(before - 1);
  };
  const tellHeld = () => {
    for (let next = held.get(last + 1); next; next = held.get(last + 1)) {
      last = next.seq;
      tell(next);
    }
    for (const seq of held.keys()) if (seq <= last) held.delete(seq);
    if (held.size > 0) missing(Math.min(...held.keys()));
  };

  return {
    position: () => last,
    receive(message) {
      const { type, seq, data } = record(message);
      if (typeof seq !== "number") return;
      if (type === "resync") {
        last = seq;
        onLost();
        tellHeld();
      } else if (type === "pong") {
        if (seq !== last) askUpTo(seq);
      } else if (seq > last) {
        if (held.size < mostHeld || seq === last + 1) held.set(seq, { seq, type: text(type), data: record(data) });
        if (seq > last + 1) missing(seq);
        else tellHeld();
      }
    },
  };
}
