import { describe, expect, it } from "vitest";
import { createFrameSequencer } from "../../lib/web/live/frame-sequencer.ts";

function receiver(from = 4) {
  const clock = { ms: 0 };
  const told: number[] = [];
  const asked: number[] = [];
  let lost = 0;
  const { receive, position } = createFrameSequencer({
    from,
    deliver: ({ seq }) => told.push(seq),
    requestFrames: (after) => asked.push(after),
    onLost: () => {
      lost += 1;
    },
    now: () => clock.ms,
  });
  const frames = (...seqs: number[]) => seqs.map((seq) => receive({ seq, type: "activity", data: {} }));
  return { clock, told, asked, lost: () => lost, receive, position, frames };
}

describe("frames", () => {
  it("are told in their order", () => {
    const { told, frames } = receiver();
    frames(5, 6, 7);
    expect(told).toEqual([5, 6, 7]);
  });

  it("are told once, though they arrive again", () => {
    const { told, asked, frames } = receiver();
    frames(5, 5, 4, 3, 6);
    expect([told, asked]).toEqual([[5, 6], []]);
  });

  it("are asked for when one is missing, and told when it has come", () => {
    const { told, asked, frames } = receiver();
    frames(5, 7);
    expect([told, asked]).toEqual([[5], [5]]);
    frames(6, 7);
    expect(told).toEqual([5, 6, 7]);
  });

  it("are asked for once, however many arrive behind the gap, and none of those is fetched again", () => {
    const { told, asked, frames } = receiver();
    frames(6, 7, 8, 9);
    expect([told, asked]).toEqual([[], [4]]);
    frames(5);
    expect([told, asked]).toEqual([[5, 6, 7, 8, 9], [4]]);
  });

  it("are told when they were pushed while the answer was under way", () => {
    const { told, asked, frames } = receiver();
    frames(7, 5, 8, 6);
    expect([told, asked]).toEqual([[5, 6, 7, 8], [4]]);
  });

  it("are asked for again when the answer ended before the next gap", () => {
    const { told, asked, frames } = receiver();
    frames(6, 9, 5);
    expect([told, asked]).toEqual([
      [5, 6],
      [4, 6],
    ]);
  });

  it("are asked for again when no answer has come", () => {
    const { clock, asked, frames } = receiver();
    frames(6);
    clock.ms = 10_001;
    frames(7);
    expect(asked).toEqual([4, 4]);
  });

  it("begin anew where the feed itself has begun anew", () => {
    const { told, lost, receive, frames } = receiver(40);
    receive({ type: "resync", seq: 0 });
    frames(1);
    expect([lost(), told]).toEqual([1, [1]]);
  });

  it("are asked for when a heartbeat says that there are newer ones", () => {
    const { asked, receive } = receiver();
    receive({ type: "pong", seq: 4 });
    receive({ type: "pong", seq: 9 });
    expect(asked).toEqual([4]);
  });

  it("are given up when they are too old, and go on from the newest", () => {
    const { told, lost, receive, frames } = receiver();
    receive({ type: "resync", seq: 700 });
    frames(701);
    expect([lost(), told]).toEqual([1, [701]]);
  });

  it.each([undefined, null, "x", [], {}, { seq: "5", type: "activity" }, { type: "error" }])(
    "that are none are passed over: %j",
    (message) => {
      const { told, asked, position, receive } = receiver();
      receive(message);
      expect([told, asked, position()]).toEqual([[], [], 4]);
    },
  );
});
