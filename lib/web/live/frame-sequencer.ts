// Frames in their order, each once, whatever the network does to them.
import { readRecord, readText } from "../read-json.ts";

export interface Frame {
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface FrameSequencer {
  /** The number of the last frame that was told. */
  position(): number;
  receive(message: unknown): void;
}

interface SequencerOptions {
  /** The last number that is known already. */
  readonly from: number;
  readonly deliver: (frame: Frame) => void;
  /** Some frames are missing: asks for those after a number. */
  readonly requestFrames: (after: number) => void;
  /** Too much is missing to ask for it: everything must be read anew. */
  readonly onLost: () => void;
  readonly now?: () => number;
}

/** Frames behind a gap that are kept until it is filled; more than these are asked for again. */
const maxHeldFrames = 500;
/** An answer that takes longer will not come. */
const resumeTimeoutMs = 10_000;

export function createFrameSequencer({
  from,
  deliver,
  requestFrames,
  onLost,
  now = Date.now,
}: SequencerOptions): FrameSequencer {
  let last = from;
  /** What was asked for reaches up to `goal`. */
  let asked = { goal: 0, at: 0 };
  const held = new Map<number, Frame>();

  const askUpTo = (goal: number) => {
    asked = { goal, at: now() };
    requestFrames(last);
  };
  const missing = (before: number) => {
    if (last >= asked.goal || now() - asked.at > resumeTimeoutMs) askUpTo(before - 1);
  };
  const tellHeld = () => {
    for (let next = held.get(last + 1); next; next = held.get(last + 1)) {
      last = next.seq;
      deliver(next);
    }
    for (const seq of held.keys()) if (seq <= last) held.delete(seq);
    if (held.size > 0) missing(Math.min(...held.keys()));
  };

  return {
    position: () => last,
    receive(message) {
      const { type, seq, data } = readRecord(message);
      if (typeof seq !== "number") return;
      if (type === "resync") {
        last = seq;
        onLost();
        tellHeld();
      } else if (type === "pong") {
        if (seq !== last) askUpTo(seq);
      } else if (seq > last) {
        if (held.size < maxHeldFrames || seq === last + 1)
          held.set(seq, { seq, type: readText(type), data: readRecord(data) });
        if (seq > last + 1) missing(seq);
        else tellHeld();
      }
    },
  };
}
