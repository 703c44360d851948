import { expect, test } from "vitest";
import { truncate, truncateBytes, truncateCodePoints, truncateStart } from "../lib/truncate.ts";
import { fc } from "./support/properties.ts";

/** Any sequence of UTF-16 units, often with emoji, accents, joiners, flags, directions, NUL and lone surrogates. */
const anyText = () =>
  fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "\ud83d",
          "\ude00",
          "👩‍👩‍👧",
          "🇦🇹🇩🇪",
          "é",
          "e\u0301",
          "\u202e",
          "\0",
          "한",
          "\u1112\u1161",
          "\r\n",
          "क्षि",
        ),
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join(""));

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);

test.each([
  ["an emoji at the limit", `${"a".repeat(99)}😀`, 100, "a".repeat(99)],
  ["a family of emoji", "ab👩‍👩‍👧", 6, "ab"],
  ["a letter and its accent", "re\u0301sume\u0301", 2, "r"],
  ["a flag", "🇦🇹🇩🇪", 6, "🇦🇹"],
  ["a text of the exact length", "😀😀", 4, "😀😀"],
  ["nothing", "", 5, ""],
])("cuts %s between graphemes", (_, text, maxLength, expected) => {
  expect(truncate(text, maxLength)).toBe(expected);
});

test("makes a text well-formed that came with half a surrogate pair", () => {
  for (const cut of [truncate, truncateCodePoints, truncateStart, truncateBytes])
    expect(cut("a\ud83d", 100)).toBe("a\ufffd");
});

test("any text is cut to as many whole graphemes as fit", () => {
  fc.assert(
    fc.property(anyText(), fc.nat(60), (text, maxLength) => {
      const cut = truncate(text, maxLength);
      expect(cut.length).toBeLessThanOrEqual(maxLength);
      expect(cut.isWellFormed()).toBe(true);
      const [all, kept] = [graphemes(text.toWellFormed()), graphemes(cut)];
      if (all.some((each) => each.length > 60)) return;
      expect(kept).toEqual(all.slice(0, kept.length));
      const next = all[kept.length];
      if (next !== undefined) expect(cut.length + next.length).toBeGreaterThan(maxLength);
    }),
  );
});

test("a letter with ten thousand accents is cut all the same", () => {
  const cut = truncate(`e${"\u0301".repeat(10_000)}`, 100);
  expect(cut).toBe(`e${"\u0301".repeat(99)}`);
});

test("cuts keys between code points, from either end, by units and by bytes", () => {
  fc.assert(
    fc.property(anyText(), fc.nat(60), (text, max) => {
      const whole = text.toWellFormed();
      const [head, tail, bytes] = [truncateCodePoints(text, max), truncateStart(text, max), truncateBytes(text, max)];
      expect(whole.startsWith(head)).toBe(true);
      expect(whole.endsWith(tail)).toBe(true);
      expect(whole.startsWith(bytes)).toBe(true);
      for (const cut of [head, tail]) {
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(max, whole.length) - 1);
      }
      expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(max);
      expect(Buffer.byteLength(bytes)).toBeGreaterThan(Math.min(max, Buffer.byteLength(whole)) - 4);
    }),
  );
});
