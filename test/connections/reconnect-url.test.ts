import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { buildReconnectUrl } from "../../lib/connections/reconnect-url.ts";

test.each(["https://app.example.com", "https://example.com/app"])(
  "a reconnect begins where callbacks of %s end",
  (appUrl) => {
    process.env.APP_URL = appUrl;
    expect(buildReconnectUrl({ provider: "slack", id: "a_b-c" })).toBe(
      `${appUrl}/settings/integrations?provider=slack&reconnect=a_b-c`,
    );
  },
);

test("the scopes that are missing are named, but nothing that is no scope", () => {
  process.env.APP_URL = "https://app.example.com";
  const missing = ["file_variables:read", "https://www.googleapis.com/auth/gmail.send", "a b", "<i>", ""];
  const url = new URL(buildReconnectUrl({ provider: "figma", id: "a_b-c" }, missing));
  expect(url.searchParams.get("scopes")).toBe("file_variables:read https://www.googleapis.com/auth/gmail.send");
});
