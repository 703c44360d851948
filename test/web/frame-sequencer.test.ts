import { describe, expect, it } from "vitest";
import { createFrameSequencer } from "../../lib/web/live/frame-sequencer.ts";

function createReceiver(from = 4) {
  const clock = { ms: 0 };
  const delivered: number[] = [];
  const requested: number[] = [];
  let resyncs = 0;
  const { receive, position } = createFrameSequencer({
    from,
    deliver: ({ seq }) => delivered.push(seq),
    requestFrames: (after) => requested.push(after),
    onResync: () => {
      resyncs += 1;
    },
    now: () => clock.ms,
  });
  const receiveFrames = (...seqs: number[]) => seqs.map((seq) => receive({ seq, type: "activity", data: {} }));
  return { clock, delivered, requested, countResyncs: () => resyncs, receive, position, receiveFrames };
}

describe("frames", () => {
  it("are delivered in order", () => {
    const { delivered, receiveFrames } = createReceiver();
    receiveFrames(5, 6, 7);
    expect(delivered).toEqual([5, 6, 7]);
  });

  it("are delivered once when they arrive again", () => {
    const { delivered, requested, receiveFrames } = createReceiver();
    receiveFrames(5, 5, 4, 3, 6);
    expect([delivered, requested]).toEqual([[5, 6], []]);
  });

  it("are requested when one is missing, and delivered when it has arrived", () => {
    const { delivered, requested, receiveFrames } = createReceiver();
    receiveFrames(5, 7);
    expect([delivered, requested]).toEqual([[5], [5]]);
    receiveFrames(6, 7);
    expect(delivered).toEqual([5, 6, 7]);
  });

  it("are requested once, however many arrive after the gap, and the held ones are not requested again", () => {
    const { delivered, requested, receiveFrames } = createReceiver();
    receiveFrames(6, 7, 8, 9);
    expect([delivered, requested]).toEqual([[], [4]]);
    receiveFrames(5);
    expect([delivered, requested]).toEqual([[5, 6, 7, 8, 9], [4]]);
  });

  it("are delivered when they are pushed before the requested ones arrive", () => {
    const { delivered, requested, receiveFrames } = createReceiver();
    receiveFrames(7, 5, 8, 6);
    expect([delivered, requested]).toEqual([[5, 6, 7, 8], [4]]);
  });

  it("are requested again when the answer ends before the next gap", () => {
    const { delivered, requested, receiveFrames } = createReceiver();
    receiveFrames(6, 9, 5);
    expect([delivered, requested]).toEqual([
      [5, 6],
      [4, 6],
    ]);
  });

  it("are requested again when no answer has come", () => {
    const { clock, requested, receiveFrames } = createReceiver();
    receiveFrames(6);
    clock.ms = 10_001;
    receiveFrames(7);
    expect(requested).toEqual([4, 4]);
  });

  it("start again at the first when the feed has started again", () => {
    const { delivered, countResyncs, receive, receiveFrames } = createReceiver(40);
    receive({ type: "resync", seq: 0 });
    receiveFrames(1);
    expect([countResyncs(), delivered]).toEqual([1, [1]]);
  });

  it("are requested when a heartbeat says that there are newer ones", () => {
    const { requested, receive } = createReceiver();
    receive({ type: "pong", seq: 4 });
    receive({ type: "pong", seq: 9 });
    expect(requested).toEqual([4]);
  });

  it("continue from the newest when the missing ones are too old", () => {
    const { delivered, countResyncs, receive, receiveFrames } = createReceiver();
    receive({ type: "resync", seq: 700 });
    receiveFrames(701);
    expect([countResyncs(), delivered]).toEqual([1, [701]]);
  });

  it.each([undefined, null, "x", [], {}, { seq: "5", type: "activity" }, { type: "error" }])(
    "are ignored when malformed: %j",
    (message) => {
      const { delivered, requested, position, receive } = createReceiver();
      receive(message);
      expect([delivered, requested, position()]).toEqual([[], [], 4]);
    },
  );
});
