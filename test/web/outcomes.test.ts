import { expect, test } from "vitest";
import { describeRefusal } from "../../lib/web/settings/refusal-texts.ts";
import { formatAgo, formatDay } from "../../lib/web/ui/dates.ts";
import { formatScope } from "../../lib/web/ui/format-scope.ts";

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

test("has its own text for every outcome", () => {
  expect(new Set(codes.map((code) => describeRefusal(code, "Slack").title)).size).toBe(codes.length);
});

test.each(["<b>hello</b>", "constructor", "__proto__", ""])(
  "describes the unknown code %j as an internal error",
  (code) => {
    expect(describeRefusal(code, "Slack")).toEqual(describeRefusal("internal", "Slack"));
  },
);

test("formats times relative to now", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  expect(formatAgo("2026-11-21T11:59:40Z", now)).toBe("just now");
  expect(formatAgo("2026-11-21T11:30:00Z", now)).toBe("30 minutes ago");
  expect(formatAgo("2026-11-20T11:00:00Z", now)).toBe("yesterday");
  expect(formatAgo("2026-01-02T12:00:00Z", now)).toBe("2 Jan 2026");
  expect([formatAgo("", now), formatDay("never")]).toEqual(["", ""]);
});

test("shortens a scope that is a URL", () => {
  expect(formatScope("https://www.googleapis.com/auth/gmail.send")).toBe("gmail.send");
  expect(formatScope("https://mail.google.com/")).toBe("mail.google.com");
  expect(formatScope("channels:read")).toBe("channels:read");
});
