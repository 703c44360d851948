import { describe, expect, it } from "vitest";
import { inOrder } from "../../functions/settings-page/client/live/in-order.ts";

function receiver(from = 4) {
  const told: number[] = [];
  const asked: number[] = [];
  let lost = 0;
  const { receive, position } = inOrder({
    from,
    tell: ({ seq }) => told.push(seq),
    ask: (after) => asked.push(after),
    onLost: () => {
      lost += 1;
    },
  });
  const frames = (...seqs: number[]) => seqs.map((seq) => receive({ seq, type: "activity", data: {} }));
  return { told, asked, lost: () => lost, receive, position, frames };
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
