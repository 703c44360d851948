import { expect, test } from "vitest";
import * as z from "zod";
import { truncatedList, truncatedText } from "../../lib/webhooks/truncated-schemas.ts";

test("a text is cut to its bound", () => {
  expect(truncatedText(5).parse("12345")).toBe("12345");
  expect(truncatedText(5).parse("123456")).toBe("12345");
  expect(truncatedText(5).safeParse(7).success).toBe(false);
});

test("a list is cut to its bound, without the members that are odd", () => {
  const list = truncatedList(z.object({ id: z.number() }), 3);
  expect(list.parse([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(list.parse([{ id: 1 }, null, { id: "2" }, { id: 4 }])).toEqual([{ id: 1 }]);
  expect(list.safeParse({ id: 1 }).success).toBe(false);
});

test("what is optional in a member of a list may be odd", () => {
  const list = truncatedList(z.object({ id: z.number(), name: z.string().optional() }), 9);
  expect(list.parse([{ id: 1, name: 7 }])).toEqual([{ id: 1 }]);
});

test("the document of the API finds the members' schema", () => {
  const item = z.object({ id: z.number() });
  expect(truncatedList(item, 3).def.in).toMatchObject({ item });
});
