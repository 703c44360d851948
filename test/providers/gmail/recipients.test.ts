import { expect, test } from "vitest";
import { parseRecipients } from "../../../lib/providers/gmail/mail/recipients.ts";
import { measureBusyMs } from "../../support/busy.ts";
import { fc } from "../../support/properties.ts";
import { brokenText, oddText } from "../support/odd-text.ts";

test.each<[string | string[], [string, string][]]>([
  ["ada@example.com", [["", "ada@example.com"]]],
  [
    "Ada <ada@example.com>, ben@example.com",
    [
      ["Ada", "ada@example.com"],
      ["", "ben@example.com"],
    ],
  ],
  [
    ["Ada <ada@example.com>", "ben@example.com"],
    [
      ["Ada", "ada@example.com"],
      ["", "ben@example.com"],
    ],
  ],
  ['"Lovelace, Ada" <ada@example.com>', [["Lovelace, Ada", "ada@example.com"]]],
  ['"ada@example.com" <ada@example.com>', [["", "ada@example.com"]]],
  [
    '"a > b" <ada@example.com> (and > so), "c" <c@example.com>;',
    [
      ["a > b", "ada@example.com"],
      ["c", "c@example.com"],
    ],
  ],
  ["Jürgen 日本 <j@example.com>", [["Jürgen 日本", "j@example.com"]]],
  ["a@müller.example", [["", "a@xn--mller-kva.example"]]],
  ["Ada.Lovelace+x_y@Sub.Example.COM", [["", "Ada.Lovelace+x_y@sub.example.com"]]],
  [
    "Team: a@example.com, B <b@example.com>;",
    [
      ["", "a@example.com"],
      ["B", "b@example.com"],
    ],
  ],
  ["", []],
  [[], []],
])("%j is %j", (given, found) => {
  expect(parseRecipients("to", given)).toEqual(found.map(([name, address]) => ({ name, address })));
});

test.each([
  "ada",
  "ada@",
  "@example.com",
  "ada@example",
  "ada@localhost",
  "ada@[127.0.0.1]",
  "ada@127.0.0.1",
  "ada@0x7f.1",
  "ada@exa mple.com",
  "ada@-x.example.com",
  "jürgen@example.com",
  "ada@example.com ben@example.com",
  "Ada <ada@example.com> Ben <ben@example.com>",
  "Ada <ada@example.com> <ben@example.com>",
  "<ada@example.com>ben@example.com",
  "ada@example.com; rubbish",
  "Ada ada@example.com",
  "a@example.com, <b@example.com, c@example.com",
  "a@example.com, rubbish:;",
  "undisclosed-recipients:;",
  ",",
  "a@example.com, rubbish, b@example.com",
  "ada@example.com\r\nBcc: eve@example.com",
  "Ada\n<ada@example.com>",
  "Ada\0 <ada@example.com>",
  `${"a".repeat(65)}@example.com`,
  `a@${"b.".repeat(130)}com`,
])("%j is refused, and the field is named", (given) => {
  expect(() => parseRecipients("cc", given)).toThrow(
    expect.objectContaining({ code: "invalid_request", members: { field: "cc" } }),
  );
});

test("a name that was encoded brings no line break and no recipient", () => {
  const found = parseRecipients("to", "=?utf-8?Q?Ada=0D=0ABcc:_eve=40example.com?= <ada@example.com>");
  expect(found).toEqual([{ name: expect.not.stringMatching(/\p{Cc}/u), address: "ada@example.com" }]);
});

test("no more than 500", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}@example.com`);
  expect(parseRecipients("to", many(500))).toHaveLength(500);
  expect(() => parseRecipients("to", many(501))).toThrow("500");
});

test("whatever is given, it is refused with a problem or comes out as addresses without anything else", () => {
  const odd = fc.oneof(
    brokenText(),
    oddText(),
    oddText().map((name) => `${name} <a@example.com>`),
  );
  fc.assert(
    fc.property(odd, (given) => {
      try {
        for (const { name, address } of parseRecipients("to", given)) {
          expect(name).not.toMatch(/\p{Cc}/u);
          expect(address).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        }
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_request" });
      }
    }),
  );
});

test("takes no longer for long rubbish", async () => {
  const busy = await measureBusyMs(() => {
    for (const sign of ["<", '"', "(", ",", "@", ":", " ", "a@", "\\", ">", "> ", '"(', "(a"]) {
      expect(() => parseRecipients("to", `x${sign.repeat(20_000)}`)).toThrow();
    }
  });
  expect(busy).toBeLessThan(2000);
});
