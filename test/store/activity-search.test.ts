import { expect, test } from "vitest";
import { containsWords } from "../../lib/store/activity-search.ts";

const activity = {
  title: "Ada wrote in #general",
  excerpt: "Die Prüfung ist am ＦＲＥＩＴＡＧ",
  participants: ["Grace Hopper"],
  actionItems: [{ text: "Send the report" }],
  source: { url: "https://secret.example/hidden", id: "hidden" },
};

test.each(["", "  ", "ada", "ADA general", "report", "hopper", "pru\u0308fung", "PRÜFUNG", "freitag"])(
  "finds %j",
  (words) => {
    expect(containsWords(activity, words)).toBe(true);
  },
);

test.each(["adam", "ada report missing", "hidden", "example"])("does not find %j", (words) => {
  expect(containsWords(activity, words)).toBe(false);
});

test.each([
  {},
  { title: 7, excerpt: null, participants: "Ada", actionItems: { text: "Ada" } },
  { participants: [null, 7, {}], actionItems: [null, "x", { text: 7 }] },
])("reads no word of odd members: %j", (odd) => {
  expect([containsWords(odd, "ada"), containsWords(odd, "")]).toEqual([false, true]);
});
