import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { reconnectUrl } from "../../lib/oauth/reconnect-url.ts";

test.each(["https://app.example.com", "https://example.com/app"])(
  "a reconnect begins where callbacks of %s end",
  (appUrl) => {
    process.env.APP_URL = appUrl;
    expect(reconnectUrl({ provider: "slack", id: "a_b-c" })).toBe(
      `${appUrl}/settings/integrations?provider=slack&reconnect=a_b-c`,
    );
  },
);
