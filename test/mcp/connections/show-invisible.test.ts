import { expect, test } from "vitest";
import { showInvisible, showInvisibleIn } from "../../../lib/mcp/connections/show-invisible.ts";
import { fc } from "../../support/properties.ts";

/** A text in tag characters: models read it, people see nothing. */
const toTags = (text: string) => String.fromCodePoint(...[...text].map((one) => 0xe0000 + (one.codePointAt(0) ?? 0)));

test.each([
  ["an override of the direction", "pay \u202e100", "pay [U+202E]100"],
  ["an isolate", "a\u2066b\u2069", "a[U+2066]b[U+2069]"],
  ["a space of no width", "sen\u200bd", "sen[U+200B]d"],
  ["a word joiner", "a\u2060b", "a[U+2060]b"],
  ["a byte order mark", "\ufeffa", "[U+FEFF]a"],
  ["a soft hyphen", "a\u00adb", "a[U+00AD]b"],
  ["a filler", "a\u3164b", "a[U+3164]b"],
  ["a control character", "a\u001b[2Jb", "a[U+001B][2Jb"],
  ["a line separator", "a\u2028b", "a[U+2028]b"],
  ["tag characters", `a${toTags("hi")}`, "a[U+E0068][U+E0069]"],
  ["selectors that carry bytes", "a\u{e0101}\ufe03", "a[U+E0101][U+FE03]"],
  ["a joiner between letters that it does not join", "a\u200db", "a[U+200D]b"],
])("shows %s", (_, text, shown) => {
  expect(showInvisible(text)).toBe(shown);
});

test.each([
  ["emoji of several parts", "👩‍💻 👨‍👩‍👧 🧑🏽‍🚀 ❤️ 1️⃣"],
  ["Persian", "می‌خواهم"],
  ["Hindi", "क्‍ष"],
  ["accents, umlauts and other scripts", "Zoë, München, 東京, e\u0301"],
  ["tabs and lines", "a\tb\r\nc"],
])("leaves %s as they are", (_, text) => {
  expect(showInvisible(text)).toBe(text);
});

test("leaves nothing that carries a hidden text, and reads the same again", () => {
  const hidden = fc.constantFrom(
    "\u202e",
    "\u2067",
    "\u200b",
    "\u2063",
    "\ufeff",
    "\u{e0041}",
    "\u{e007f}",
    "\u{e01ef}",
  );
  const texts = fc.array(fc.oneof(fc.string({ unit: "binary" }), hidden)).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const shown = showInvisible(text);
      expect(shown).not.toMatch(/[\u202a-\u202e\u2060-\u206f\u200b\ufeff\u{e0000}-\u{e0fff}]/u);
      expect(showInvisible(shown)).toBe(shown);
    }),
  );
});

test("reaches every text of a value, and changes nothing else", () => {
  const value = { "a\u200b": ["b\u202e", 1, null, true, { c: "d" }] };
  expect(showInvisibleIn(value)).toEqual({ "a[U+200B]": ["b[U+202E]", 1, null, true, { c: "d" }] });
});
