import { expect, test } from "vitest";
import { addOutcome, checkReturnTarget } from "../../lib/oauth/return-target.ts";
import { fc } from "../support/properties.ts";

const app = "https://app.example.com";
const listed = ["https://studio.example.com/integrations", "https://admin.example.com/"];
const target = (value: string) => checkReturnTarget(value, app, listed);

test.each([
  ["/settings", "https://app.example.com/settings"],
  ["settings?tab=1", "https://app.example.com/settings?tab=1"],
  ["https://app.example.com/a", "https://app.example.com/a"],
  ["HTTPS://APP.EXAMPLE.COM:443/a", "https://app.example.com/a"],
  ["/a/../b", "https://app.example.com/b"],
  ["/![]~", "https://app.example.com/![]~"],
  ["?tab=1", "https://app.example.com/?tab=1"],
  ["https://studio.example.com/integrations", "https://studio.example.com/integrations"],
  ["https://studio.example.com/integrations/done?x=1", "https://studio.example.com/integrations/done?x=1"],
  ["https://admin.example.com/any", "https://admin.example.com/any"],
])("sends the browser back to %s", (value, expected) => {
  expect(target(value)).toBe(expected);
});

test("drops a fragment, because the fragment carries the handle", () => {
  expect(target("/settings#handle=forged")).toBe("https://app.example.com/settings");
});

const otherSpellings = [
  "https://evil.example/",
  "//evil.example",
  "///evil.example",
  "////evil.example/a",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\\/evil.example",
  "https:\\\\evil.example",
  "https:/\\evil.example",
  "https:///evil.example",
  "http:evil.example",
  "http://app.example.com/",
  "https://app.example.com@evil.example/",
  "https://app.example.com:pass@evil.example/",
  "https://user@app.example.com/",
  "https://:pass@app.example.com/",
  "https://app.example.com.evil.example/",
  "https://evilapp.example.com/",
  "https://app.example.com:8443/",
  "https://app.example.com%2eevil.example/",
  "https://app.example.com%00.evil.example/",
  "https://app.example.com\t.evil.example/",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  "\u0000//evil.example",
  "/\u0000/evil.example",
  " //evil.example",
  "java\nscript:alert(1)",
  "javascript:alert(1)",
  "JaVaScRiPt://app.example.com/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "blob:https://app.example.com/1",
  "file:///etc/passwd",
  "ftp://app.example.com/",
  "ws://app.example.com/",
  "intent://app.example.com/",
  "mailto:a@evil.example",
  "view-source:https://app.example.com/",
  "//evil.example/%2e%2e",
  "/..//../\\evil.example",
  "https://аpp.example.com/",
  "//evil。example",
  "https://app.example.com/ä",
  "/a b",
  " /settings",
  "/settings ",
  "/settings\u007f",
  "/settings\\",
  "",
  "/a\r\nSet-Cookie: a=b",
  "https://[::1]/",
  "https://[",
  "https://studio.example.com/",
  "https://studio.example.com/integrations-evil",
  "https://studio.example.com/integrations/../elsewhere",
  "https://studio.example.com/integrations/%2e%2e/elsewhere",
  "https://studio.example.com/Integrations",
  "http://studio.example.com/integrations",
  "https://studio.example.com:8443/integrations",
  "https://admin.example.com.evil.example/",
  "https://admin.example.com@evil.example/",
];

test.each(otherSpellings)("refuses %j", (value) => {
  expect(target(value)).toBeUndefined();
});

test("refuses a target of ten thousand characters", () => {
  expect(target(`/${"a".repeat(10_000)}`)).toBeUndefined();
});

test("takes a target of two thousand characters", () => {
  expect(target(`/${"a".repeat(2000)}`)).toBeDefined();
});

test("takes a target of 2048 characters, and refuses one more", () => {
  expect(target(`/${"a".repeat(2047)}`)).toBeDefined();
  expect(target(`/${"a".repeat(2048)}`)).toBeUndefined();
});

test.each([
  "/%2f%2fevil.example",
  "/%5cevil.example",
  "/..%2f..%2fevil",
  "https:evil.example",
  "/;//evil.example",
  "//app.example.com//evil.example",
])("keeps %s on its own host", (value) => {
  expect(new URL(target(value) ?? "").origin).toBe(app);
});

test("allows nothing but the application when no other target is listed", () => {
  expect(checkReturnTarget("https://studio.example.com/integrations", app, [])).toBeUndefined();
});

test("keeps the path of a listed target to whole segments on plain http too", () => {
  const local = ["http://localhost:3000/done"];
  expect(checkReturnTarget("http://localhost:3000/done/1", "http://localhost:4400", local)).toBeDefined();
  expect(checkReturnTarget("http://localhost:3000/doner", "http://localhost:4400", local)).toBeUndefined();
});

test("returns a URL on an allowed host or nothing, for any input", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "@",
    ":",
    "%2f",
    "%5c",
    "%00",
    "\t",
    "\n",
    "?",
    "#",
    "https:",
    "http:",
    "javascript:",
    "evil.example",
    "app.example.com",
    "studio.example.com",
    "/integrations",
  );
  const value = fc.oneof(
    fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 9 }).map((parts) => parts.join("")),
    fc.webUrl(),
    fc.string(),
  );
  fc.assert(
    fc.property(value, (text) => {
      const found = target(text);
      if (found === undefined) return;
      // Resolved as a browser would on our page, and on another page.
      for (const base of [`${app}/callback`, "https://elsewhere.example/"]) {
        const followed = new URL(found, base);
        expect(["https://app.example.com", "https://studio.example.com", "https://admin.example.com"]).toContain(
          followed.origin,
        );
        expect(followed.username + followed.password).toBe("");
      }
      expect(found).toMatch(/^https:\/\/[\x21-\x7e]+$/);
    }),
    { numRuns: 2000 },
  );
});

test("adds the outcome to the target's own query", () => {
  expect(addOutcome("https://app.example.com/a?tab=1", { provider: "figma", status: "success" })).toBe(
    "https://app.example.com/a?tab=1&provider=figma&status=success",
  );
});

test("puts a handle into the fragment alone", () => {
  const url = new URL(addOutcome("https://app.example.com/a", { status: "confirm" }, "h-1"));
  expect([url.search, url.hash]).toEqual(["?status=confirm", "#handle=h-1"]);
});

test("overwrites an outcome that the target tries to claim", () => {
  expect(addOutcome("https://app.example.com/?status=success&status=x", { status: "error" })).toBe(
    "https://app.example.com/?status=error",
  );
});

test.each([
  ["an authorization code", "code=c0de&code=c1de"],
  ["an earlier failure", "error=access_denied"],
])("keeps nothing in the target that a page takes for %s", (_, left) => {
  const target = `https://app.example.com/a?${left}&tab=1`;
  expect(addOutcome(target, { status: "success" })).toBe("https://app.example.com/a?tab=1&status=success");
});
