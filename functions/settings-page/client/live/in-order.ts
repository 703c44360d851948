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
}

export function inOrder({ from, tell, ask, onLost }: Options): Receiver {
  let last = from;
  return {
    position: () => last,
    receive(message) {
      const { type, seq, data } = record(message);
      const number = typeof seq === "number" ? seq : 0;
      if (type === "resync") {
        last = number || last;
        onLost();
      } else if (type === "pong") {
        if (number > last) ask(last);
      } else if (number === last + 1) {
        last = number;
        tell({ seq: number, type: text(type), data: record(data) });
      } else if (number > last) {
        ask(last);
      }
    },
  };
}
