// Delivers WebSocket frames in order and once each, though the network may lose, repeat or reorder them.
import { readRecord, readText } from "../read-json.ts";

export interface Frame {
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface FrameSequencer {
  /** Sequence number of the last delivered frame. */
  position(): number;
  receive(message: unknown): void;
}

interface SequencerOptions {
  /** Sequence number of the last frame already known. */
  readonly from: number;
  readonly deliver: (frame: Frame) => void;
  /** Requests the frames after a sequence number, because some are missing. */
  readonly requestFrames: (after: number) => void;
  /** The server has too many missing frames to send: reload everything. */
  readonly onResync: () => void;
  readonly now?: () => number;
}

/** Frames held back until a gap before them is filled. Further ones are dropped and requested again. */
const maxHeldFrames = 500;
/** After this time a request for missing frames is repeated. */
const resumeTimeoutMs = 10_000;

/** @param options `now` in epoch milliseconds */
export function createFrameSequencer({
  from,
  deliver,
  requestFrames,
  onResync,
  now = Date.now,
}: SequencerOptions): FrameSequencer {
  let last = from;
  /** The last request for missing frames, up to `goal`. */
  let lastRequest = { goal: 0, at: 0 };
  const held = new Map<number, Frame>();

  const requestUpTo = (goal: number) => {
    lastRequest = { goal, at: now() };
    requestFrames(last);
  };
  const requestMissing = (before: number) => {
    if (last >= lastRequest.goal || now() - lastRequest.at > resumeTimeoutMs) requestUpTo(before - 1);
  };
  const deliverHeld = () => {
    for (let next = held.get(last + 1); next; next = held.get(last + 1)) {
      last = next.seq;
      deliver(next);
    }
    for (const seq of held.keys()) if (seq <= last) held.delete(seq);
    if (held.size > 0) requestMissing(Math.min(...held.keys()));
  };

  return {
    position: () => last,
    receive(message) {
      const { type, seq, data } = readRecord(message);
      if (typeof seq !== "number") return;
      if (type === "resync") {
        last = seq;
        onResync();
        deliverHeld();
      } else if (type === "pong") {
        if (seq !== last) requestUpTo(seq);
      } else if (seq > last) {
        if (held.size < maxHeldFrames || seq === last + 1)
          held.set(seq, { seq, type: readText(type), data: readRecord(data) });
        if (seq > last + 1) requestMissing(seq);
        else deliverHeld();
      }
    },
  };
}
