// The shape of the second corpus. What the rules make of it is measured elsewhere.
import { describe, expect, it } from "vitest";
import { type LabelledMessage, readCorpusHalf } from "./corpus/scored.ts";

const { messages } = await readCorpusHalf("second-development");
const first = [await readCorpusHalf("development"), await readCorpusHalf("held-back")].flatMap((half) => half.messages);

const plain = ({ text }: LabelledMessage): string => text.toLowerCase().replaceAll(/\s+/g, " ").trim();
const share = (of: (message: LabelledMessage) => boolean): number => messages.filter(of).length / messages.length;

describe("the second corpus", () => {
  it("has a hundred messages with ids of their own", () => {
    expect(messages).toHaveLength(100);
    expect(new Set([...first, ...messages].map(({ id }) => id)).size).toBe(first.length + 100);
  });

  it("has no text twice and none of the first corpus", () => {
    expect(new Set(messages.map(plain)).size).toBe(messages.length);
    const known = new Set(first.map(plain));
    expect(messages.filter((message) => known.has(plain(message)))).toEqual([]);
  });

  it.each([
    ["en", 0.5],
    ["de", 0.2],
    ["fr", 0.15],
    ["es", 0.15],
  ])("has its share of messages in %s", (wanted, part) => {
    expect(share(({ language }) => language === wanted)).toBeCloseTo(part, 1);
  });

  it.each([
    ["slack", "message"],
    ["gmail", "mail"],
    ["calendar", "event"],
    ["github", "comment"],
    ["figma", "comment"],
  ])("has messages of %s", (wanted, kind) => {
    expect(share(({ provider, ...message }) => provider === wanted && message.kind === kind)).toBeGreaterThan(0.05);
  });

  it("asks for nothing in two messages of five", () => {
    expect(share(({ expected }) => expected.length === 0)).toBeGreaterThanOrEqual(0.4);
  });

  it("labels sentences that are there, and whoever is among the people", () => {
    const wrong = messages.filter(({ text, people, expected }) =>
      expected.some(
        ({ sentence, assignee }) =>
          !text.includes(sentence) || (assignee && !people?.some(({ name }) => name === assignee)),
      ),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("labels due dates that lie after the message", async () => {
    const { sentAt } = await readCorpusHalf("second-development");
    const wrong = messages.filter((message) =>
      message.expected.some(({ due }) => due && due.slice(0, 10) < (message.sentAt ?? sentAt).slice(0, 10)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
