import { expect, test } from "vitest";
import { agoOf, dayOf } from "../../functions/settings-page/client/page/dates.ts";
import { refusalSentences } from "../../functions/settings-page/client/page/outcomes.ts";
import { scopeName } from "../../functions/settings-page/client/page/scope-name.ts";

const codes = [
  "access_denied",
  "invalid_state",
  "expired",
  "wrong_browser",
  "provider_error",
  "provider_unavailable",
  "missing_scopes",
  "account_mismatch",
  "not_configured",
  "internal",
];

test("has a sentence of its own for every outcome", () => {
  expect(new Set(codes.map((code) => refusalSentences(code, "Slack").title)).size).toBe(codes.length);
});

test.each(["<b>hello</b>", "constructor", "__proto__", ""])(
  "answers the unknown code %j with its own words",
  (code) => {
    expect(refusalSentences(code, "Slack")).toEqual(refusalSentences("internal", "Slack"));
  },
);

test("tells times as people do", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  expect(agoOf("2026-11-21T11:59:40Z", now)).toBe("just now");
  expect(agoOf("2026-11-21T11:30:00Z", now)).toBe("30 minutes ago");
  expect(agoOf("2026-11-20T11:00:00Z", now)).toBe("yesterday");
  expect(agoOf("2026-01-02T12:00:00Z", now)).toBe("2 Jan 2026");
  expect([agoOf("", now), dayOf("never")]).toEqual(["", ""]);
});

test("shortens a scope that is an address", () => {
  expect(scopeName("https://www.googleapis.com/auth/gmail.send")).toBe("gmail.send");
  expect(scopeName("https://mail.google.com/")).toBe("mail.google.com");
  expect(scopeName("channels:read")).toBe("channels:read");
});
